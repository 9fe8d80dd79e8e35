# xiuhua_han_tables(TARGET): adds the generated table of character variants and readings (text/han_tables.h).
# The source is the Unicode Han database of the Debian package unicode-data; the result is the same for the same
# version of it, and fold results are part of what a run records.
set(XIUHUA_UNICODE /usr/share/unicode CACHE PATH "Where the Unihan_*.txt files are (Debian: unicode-data)")
find_package(Python3 REQUIRED COMPONENTS Interpreter)
function(xiuhua_han_tables target)
  set(output ${CMAKE_BINARY_DIR}/generated/han_tables.cc)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated)
  add_custom_command(OUTPUT ${output}
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/make_han_tables.py ${XIUHUA_UNICODE}
            ${CMAKE_SOURCE_DIR}/tools/han_variants.tsv ${output}
    DEPENDS ${CMAKE_SOURCE_DIR}/tools/make_han_tables.py ${CMAKE_SOURCE_DIR}/tools/han_variants.tsv
    COMMENT "Folding table of Han characters" VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
