#!/usr/bin/env python3
"""What the program does when it is killed, interrupted, starved of disk or started twice.

  faults.py PROGRAM kill [ROUNDS]    kill -9 at random moments of import and run (ROUNDS each; XIUHUA_SOAK overrides)
  faults.py PROGRAM others           interrupt, second writer, full disk, old store, closed pipe

After every fault: the next command works, check-lake finds nothing, what was accepted before is still there, and the
manifest names exactly the files that lie in the folder. The seed of the moments is printed and can be given as
XIUHUA_SEED.
"""
import hashlib
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

RUN = ["run", "--as-of", "2026-06-30"]
PROGRAM = ""


class Failed(Exception):
    pass


def start(data, words, **options):
    return subprocess.Popen([PROGRAM, "--data", data, "-q"] + words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            **options)


def run(data, words, code=0):
    done = subprocess.run([PROGRAM, "--data", data, "-q"] + words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=600)
    text = done.stdout.decode("utf-8", "replace")
    if code is not None and done.returncode != code:
        raise Failed("xiuhua %s ended with %d, expected %d:\n%s" % (" ".join(words), done.returncode, code, text))
    return done.returncode, text


def rows(data, query):
    store = sqlite3.connect("file:%s/store.sqlite?mode=ro" % data, uri=True)
    try:
        return store.execute(query).fetchall()
    finally:
        store.close()


def accepted(data):
    """What the store promises to keep: {delivery id: (file, accepted rows, state)}."""
    query = "select delivery_id, file_name, rows_accepted, state from deliveries"
    return {row[0]: row[1:] for row in rows(data, query)}


def check(data, before, when):
    """The folder is sound and nothing that had been accepted is missing."""
    code, text = run(data, ["check-lake"], None)
    if code != 0:
        raise Failed("%s: check-lake says\n%s" % (when, text))
    now = accepted(data)
    for delivery, what in before.items():
        if now.get(delivery) != what:
            raise Failed("%s: delivery %d was %s and is %s" % (when, delivery, what, now.get(delivery)))
    named = set()
    for table in ("delivery_files", "run_files", "register_files"):
        if not rows(data, "select 1 from sqlite_master where name = '%s'" % table):
            continue
        for path, size, digest in rows(data, "select path, size_bytes, sha256 from " + table):
            full = os.path.join(data, path)
            if not os.path.isfile(full):
                raise Failed("%s: the manifest names %s, which is not there" % (when, path))
            with open(full, "rb") as content:
                found = content.read()
            if len(found) != size or hashlib.sha256(found).hexdigest() != digest.lower():
                raise Failed("%s: %s is not what the manifest says" % (when, path))
            named.add(os.path.normpath(full))
    if not named:
        raise Failed(when + ": the manifest names no file at all")
    return named


def debris(data, named, when):
    """After a writer has opened the folder no file lies there that nobody names."""
    for top in ("originals", "deliveries", "register", "runs"):
        for folder, _, names in os.walk(os.path.join(data, top)):
            for name in names:
                if os.path.join(folder, name) not in named:
                    raise Failed("%s: %s lies there and is in no manifest" % (when, os.path.join(folder, name)))
    left = [name for name in os.listdir(os.path.join(data, "staging"))] if os.path.isdir(data + "/staging") else []
    if left:
        raise Failed("%s: staging still holds %s" % (when, left))


def make_county(work):
    county = os.path.join(work, "county")
    run(work, ["synth", "--scale", "village", "--months", "1", "--out", county])
    return county


def fresh(work, county, name):
    data = os.path.join(work, name)
    run(data, ["init", "--site", os.path.join(county, "site")])
    return data


def some_files(county, count):
    folder = sorted(os.listdir(os.path.join(county, "deliveries")))[-1]
    files = sorted(os.listdir(os.path.join(county, "deliveries", folder)))
    hukou = [name for name in files if "户籍人口" in name]
    others = [name for name in files if "户籍人口" not in name]
    return [os.path.join(county, "deliveries", folder, name) for name in hukou + others][:count]


def kill_rounds(work, county, rounds, moments):
    """Imports one more file or runs, and is killed somewhere between its start and a little after its usual end."""
    data = fresh(work, county, "killed")
    files = some_files(county, 1000)
    run(data, ["import", files[0]])
    begin = time.monotonic()
    run(data, RUN)
    usual = {"run": time.monotonic() - begin, "import": 0.8}
    killed = {"run": 0, "import": 0}
    finished = {"run": 0, "import": 0}
    for number in range(2 * rounds):
        kind = "import" if number % 2 == 0 else "run"
        # Already delivered files are refused as such, so a long soak takes them for another period each time round.
        words = RUN
        if kind == "import":
            at = number // 2 * 3
            batch = [files[1 + (at + i) % (len(files) - 1)] for i in range(3)]
            words = ["import"] + batch
            if at + 3 >= len(files):
                words += ["--period", "%04d-%02d" % (2000 + at // len(files) // 12 % 26, 1 + at // len(files) % 12)]
        before = accepted(data)
        program = start(data, words)
        wait = moments.uniform(0, 1.1 * usual[kind])
        begin = time.monotonic()
        try:
            program.communicate(timeout=wait)
            finished[kind] += 1
            usual[kind] = 0.5 * usual[kind] + 0.5 * (time.monotonic() - begin)
        except subprocess.TimeoutExpired:
            program.kill()
            program.communicate()
            killed[kind] += 1
            usual[kind] = max(usual[kind], wait)
        when = "%s %d killed after %.3f s" % (kind, number, wait)
        check(data, before, when)
        run(data, ["deliveries"])
        if number % 4 == 3:  # a writer opens: what the killed ones left is cleared, and nothing else
            before = accepted(data)
            run(data, ["import", files[0]], 4)
            debris(data, check(data, before, when + ", then a writer"), when)
    run(data, RUN)
    check(data, accepted(data), "after all kills")
    print("killed: %(import)d imports, %(run)d runs" % killed + "; ended before: %d, %d" % (finished["import"], finished["run"]))
    if killed["import"] == 0 or killed["run"] == 0:
        raise Failed("no kill hit a working program")


def interrupted(work, county):
    """Ctrl-C: exit 130 within two seconds, nothing half done."""
    for kind in ("import", "run"):
        data = fresh(work, county, "interrupted-" + kind)
        files = some_files(county, 1000)
        if kind == "run":
            run(data, ["import"] + files)
        before = accepted(data) if kind == "run" else {}
        hits = 0
        for wait in (0.15, 0.3, 0.6, 1.0):
            program = start(data, RUN if kind == "run" else ["import"] + files)
            time.sleep(wait)
            if program.poll() is not None:
                program.communicate()
                continue
            sent = time.monotonic()
            program.send_signal(signal.SIGINT)
            text, _ = program.communicate(timeout=60)
            took = time.monotonic() - sent
            if program.returncode == 0:
                continue
            if program.returncode not in (130, -signal.SIGINT):
                raise Failed("%s interrupted after %.2f s ended with %d\n%s" % (kind, wait, program.returncode, text.decode("utf-8", "replace")))
            if took > 2:
                raise Failed("%s took %.1f s to stop" % (kind, took))
            if program.returncode == 130:
                hits += 1
                if "BAS-003" not in text.decode("utf-8", "replace"):
                    raise Failed("an interrupted %s does not say BAS-003:\n%s" % (kind, text.decode("utf-8", "replace")))
            if accepted(data):
                check(data, before, kind + " interrupted")
            before = accepted(data)
            if kind == "run" and rows(data, "select count(*) from runs")[0][0] != 0:
                raise Failed("an interrupted run left a run behind")
        if hits == 0:
            raise Failed("no interrupt hit a working " + kind)
        run(data, RUN if kind == "run" else ["import", files[0]], None)
        check(data, before, "after the interrupts")
        print("interrupted %s: %d times, always within 2 s" % (kind, hits))


def second_writer(work, county):
    data = fresh(work, county, "twice")
    files = some_files(county, 1000)
    first = start(data, ["import"] + files)
    while not rows(data, "select 1 from deliveries limit 1"):
        if first.poll() is not None:
            raise Failed("the first import ended before anything was delivered")
        time.sleep(0.02)
    begin = time.monotonic()
    code, text = run(data, ["import", files[0]], None)
    took = time.monotonic() - begin
    reader, _ = run(data, ["deliveries"], None)
    busy = first.poll() is None
    first.communicate()
    if not busy:
        raise Failed("the first import ended too early to tell")
    if code != 4 or "BAS-004" not in text or took > 5:
        raise Failed("the second writer: exit %d after %.1f s\n%s" % (code, took, text))
    if reader != 0:
        raise Failed("a reader was kept out while somebody writes")
    check(data, {}, "two writers")
    print("second writer refused in %.2f s" % took)


def full_disk(work, county):
    """A file size limit first (no rights needed), then a small file system where that is allowed."""
    data = fresh(work, county, "limited")
    files = some_files(county, 1000)
    run(data, ["import", files[0]])
    before = accepted(data)
    limited = 0
    for limit in (2000, 20000, 120000):
        # Python ignores SIGXFSZ and children inherit that: writing too far fails with EFBIG as a full disk does with ENOSPC.
        program = start(data, ["import"] + files[1:12], preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_FSIZE, (limit, limit)), restore_signals=False)
        text, _ = program.communicate()
        if program.returncode < 0:
            raise Failed("a full disk (%d bytes) ended the program with signal %d" % (limit, -program.returncode))
        limited += program.returncode != 0
        check(data, before, "file size limit %d" % limit)
        before = accepted(data)
    if limited == 0:
        raise Failed("no limit was reached")
    run(data, ["import"] + files[1:12], None)
    check(data, before, "after the limits")
    print("file size limits: %d refused, folder sound" % limited)

    mount = os.path.join(work, "small")
    os.makedirs(mount)
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", mount],
                                           stderr=subprocess.DEVNULL).returncode != 0:
        print("SKIPPED: a small file system cannot be mounted here")
        return
    try:
        small = os.path.join(mount, "data")
        run(small, ["init", "--site", os.path.join(county, "site")])
        run(small, ["import", files[0]])
        before = accepted(small)
        full = 0
        for number in range(12):
            code, text = run(small, ["import"] + files[1 + 4 * number:5 + 4 * number] if number < 8 else RUN, None)
            if code < 0:
                raise Failed("a full disk ended the program with signal %d" % -code)
            full += "No space" in text or "空间" in text
            check(small, before, "full disk %d" % number)
            before = accepted(small)
        if full == 0:
            raise Failed("the disk never was full")
        print("full disk: %d commands met it, folder sound" % full)
    finally:
        subprocess.run(["umount", mount], check=True)


def old_store(work, county):
    """The store of yesterday with today's folder is refused, and nothing of the folder is touched."""
    data = fresh(work, county, "old")
    files = some_files(county, 3)
    run(data, ["import", files[0]])
    shutil.copy(data + "/store.sqlite", work + "/yesterday.sqlite")
    run(data, ["import", files[1], files[2]])
    shutil.copy(data + "/store.sqlite", work + "/today.sqlite")
    before = accepted(data)
    for name in os.listdir(data):
        if name.startswith("store.sqlite"):
            os.remove(os.path.join(data, name))
    shutil.copy(work + "/yesterday.sqlite", data + "/store.sqlite")
    for words in (["import", files[0]], RUN, ["deliveries"]):
        code, text = run(data, words, None)
        if code != 4 or "LAK-011" not in text:
            raise Failed("an old store: %s ended with %d\n%s" % (words[0], code, text))
    for name in os.listdir(data):
        if name.startswith("store.sqlite"):
            os.remove(os.path.join(data, name))
    shutil.copy(work + "/today.sqlite", data + "/store.sqlite")
    check(data, before, "today's store back")
    print("old store refused")


def closed_pipe(work, county):
    """`xiuhua import ... | head -1`: whoever stops reading must not spoil the folder."""
    data = fresh(work, county, "pipe")
    files = some_files(county, 12)
    program = start(data, ["import"] + files)
    program.stdout.readline()
    program.stdout.close()
    program.wait(timeout=120)
    run(data, ["import", files[0]], None)
    check(data, {}, "closed pipe")
    print("closed pipe: ended with %d, folder sound" % program.returncode)


def main():
    global PROGRAM
    if len(sys.argv) < 3 or sys.argv[2] not in ("kill", "others"):
        print(__doc__)
        return 2
    PROGRAM = os.path.abspath(sys.argv[1])
    rounds = int(os.environ.get("XIUHUA_SOAK") or (sys.argv[3] if len(sys.argv) > 3 else 12))
    seed = int(os.environ.get("XIUHUA_SEED") or random.SystemRandom().randrange(1 << 30))
    work = tempfile.mkdtemp(prefix="xiuhua-fault-")
    failed = 0
    try:
        county = make_county(work)
        if sys.argv[2] == "kill":
            print("seed %d, %d rounds of import and of run" % (seed, rounds))
            parts = [lambda: kill_rounds(work, county, rounds, random.Random(seed))]
        else:
            parts = [lambda part=part: part(work, county)
                     for part in (old_store, second_writer, interrupted, full_disk, closed_pipe)]
        for part in parts:
            try:
                part()
            except Failed as failure:
                failed += 1
                print("FAILED " + str(failure))
            sys.stdout.flush()
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
