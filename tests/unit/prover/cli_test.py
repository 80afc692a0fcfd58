#!/usr/bin/env python3
"""`jishi prove` as a person or a script calls it: what it prints, where, and its exit status."""
import json
import os
import subprocess
import sys
import tempfile

JISHI = sys.argv[1]


def run(*words):
    done = subprocess.run([JISHI, "prove", *words], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def must(holds, what):
    if not holds:
        sys.exit(f"cli_test: {what}")


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "dossier.json")
    status, template, _ = run("template")
    must(status == 0, "the template is printed")
    open(path, "w", encoding="utf-8").write(template)

    status, out, err = run("--file", path, "--today", "2026-11-26")
    must(status == 0 and not err, "the template is proved")
    must(out.count("矛盾  ") == 3 and "    → " in out, "three contradictions with their repairs")

    status, out, _ = run("--file", path, "--today", "2026-11-26", "--json")
    answer = json.loads(out)
    must(status == 0 and answer["contradictions"] == 3 and answer["today"] == "2026-11-26", "the same as JSON")
    must(all(f["items"] and f["repair"]["zh"] and f["message"]["en"] for f in answer["findings"]), "whole findings")

    clean = json.loads(template)
    clean["papers"] = []
    open(path, "w", encoding="utf-8").write(json.dumps(clean))
    status, out, _ = run("--file", path)
    must(status == 0 and out == "材料之间没有发现矛盾。\n", "nothing to find is said")

    open(path, "w", encoding="utf-8").write(template.replace('"due": 5', '"due": "five"'))
    status, out, err = run("--file", path)
    must(status == 1 and not out and "papers[3].due: type (line 20, column " in err, "a fault has its place")

    open(path, "wb").write(b" " * (1024 * 1024 + 1))
    must(run("--file", path)[0] == 1, "more than a mebibyte is refused")
    must(run("--file", os.path.join(folder, "none"))[0] == 1, "a file that is not there is refused")

rules = run("rules")[1].splitlines()
must(len(rules) > 200 and all(line.count("\t") == 3 for line in rules), "a rule a line")
for words in ([], ["--file"], ["--file", "x", "--today", "soon"], ["papers"]):
    status, out, err = run(*words)
    must(status == 2 and not out and err.startswith("usage: jishi prove"), f"usage for {words}")
