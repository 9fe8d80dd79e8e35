// model.json: write and read. The one file of the engine that sees the JSON library.
#include <nlohmann/json.hpp>

#include "linkage/errors.h"
#include "linkage/link.h"

namespace xiuhua::linkage {
namespace {

using Json = nlohmann::ordered_json;

std::unexpected<Error> Mismatch(const std::string& file, const std::string& what) {
  return Fail(errors::kLinkModelMismatch, {file, what}, {.file = file});
}

Result<ComparisonModel> ReadComparison(const Json& node, const LinkComparison& spec, const std::string& file) {
  ComparisonModel own;
  own.name = node.at("name").get<std::string>();
  own.levels = node.at("levels").get<std::vector<std::string>>();
  own.m = node.at("m").get<std::vector<double>>();
  own.u = node.at("u").get<std::vector<double>>();
  own.all = node.at("all").get<std::vector<double>>();
  own.weights = node.at("weights").get<std::vector<int32_t>>();
  own.related = node.at("related").get<std::vector<double>>();
  own.related_weights = node.at("related_weights").get<std::vector<int32_t>>();
  own.learnt_from = node.at("learnt_from").get<double>();
  bool same = own.name == spec.name && own.levels.size() == spec.levels.size() + 1;
  for (size_t i = 0; same && i < spec.levels.size(); ++i) same = own.levels[i] == spec.levels[i].shown;
  const size_t n = own.levels.size();
  if (!same || own.m.size() != n || own.u.size() != n || own.all.size() != n || own.weights.size() != n ||
      own.related.size() != own.related_weights.size() || (!own.related.empty() && own.related.size() != n)) {
    return Mismatch(file, "comparison " + own.name);
  }
  std::vector<int32_t> weights = own.weights;
  weights.insert(weights.end(), own.related_weights.begin(), own.related_weights.end());
  for (const int32_t weight : weights) {
    if (weight > 200 * kWeightOne || weight < -200 * kWeightOne) return Mismatch(file, "weights of " + own.name);
  }
  return own;
}

}  // namespace

std::string ModelJson(const LinkModel& model) {
  Json root;
  root["format"] = "xiuhua link model 1";
  root["lambda"] = model.lambda;
  root["all_pairs"] = model.all_pairs;
  root["related_share"] = model.related_share;
  root["prior_weight"] = model.prior_weight;
  root["related_prior_weight"] = model.related_prior_weight;
  root["expected_matches"] = model.expected_matches;
  root["training_pairs"] = model.training_pairs;
  root["iterations"] = model.iterations;
  root["comparisons"] = Json::array();
  for (const ComparisonModel& own : model.comparisons) {
    root["comparisons"].push_back({{"name", own.name},
                                   {"levels", own.levels},
                                   {"m", own.m},
                                   {"u", own.u},
                                   {"all", own.all},
                                   {"related", own.related},
                                   {"weights", own.weights},
                                   {"related_weights", own.related_weights},
                                   {"learnt_from", own.learnt_from}});
  }
  return root.dump(1) + "\n";
}

Result<LinkModel> ReadModelJson(const std::string& text, const LinkSpec& spec, const std::string& shown_file) {
  try {
    const Json root = Json::parse(text);
    LinkModel model;
    if (root.at("format") != "xiuhua link model 1") return Mismatch(shown_file, "format");
    model.lambda = root.at("lambda").get<double>();
    model.all_pairs = root.at("all_pairs").get<double>();
    model.related_share = root.at("related_share").get<double>();
    model.prior_weight = root.at("prior_weight").get<int32_t>();
    model.related_prior_weight = root.at("related_prior_weight").get<int32_t>();
    model.expected_matches = root.at("expected_matches").get<double>();
    model.training_pairs = root.at("training_pairs").get<int64_t>();
    model.iterations = root.at("iterations").get<int>();
    const Json& comparisons = root.at("comparisons");
    if (comparisons.size() != spec.comparisons.size()) return Mismatch(shown_file, "comparisons");
    for (size_t c = 0; c < comparisons.size(); ++c) {
      TRY_ASSIGN(ComparisonModel own, ReadComparison(comparisons[c], spec.comparisons[c], shown_file));
      model.comparisons.push_back(std::move(own));
    }
    return model;
  } catch (const Json::exception& broken) {
    return Mismatch(shown_file, broken.what());
  }
}

}  // namespace xiuhua::linkage
