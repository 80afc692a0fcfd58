#!/usr/bin/env python3
"""A school's layer from the file to the living cases: test, diff, install, and the server's start."""
import json
import os
import subprocess
import sys
import tempfile

JISHI = sys.argv[1]
NOW = "2026-11-23"
HEAD = "id: our-school\nbase: national-2026\ntitle: {zh: 试, en: try}\n"


def run(*words):
    env = {k: v for k, v in os.environ.items() if k != "JISHI_RULES_DIR"}
    done = subprocess.run([JISHI, *words], capture_output=True, text=True, check=False, env=env)
    return done.returncode, done.stdout, done.stderr


def must(holds, what):
    if not holds:
        sys.exit(f"layer_cli_test: {what}")


with tempfile.TemporaryDirectory() as folder:
    url = f"sqlite:{folder}/j.db"
    file = os.path.join(folder, "our.yaml")

    open(file, "w", encoding="utf-8").write(HEAD + "set:\n  notice: {days: 4}\n  age: {years: 16}\n")
    status, _, err = run("rules", "test", file)
    must(status == 1 and ":5:18: " in err and ":6:16: " in err and len(err.splitlines()) == 2, f"both mistakes: {err}")

    open(file, "w", encoding="utf-8").write(HEAD + "set: {notice: {days: 7}, report_receipts: {on: true}}\n")
    status, out, _ = run("rules", "diff", "national-2026", file)
    must(status == 0 and "notice.days: 5 -> 7" in out and "open cases" not in out, "values without a database")
    must(run("rules", "diff", "national-2026")[0] == 2, "a second pack is asked for")
    must(run("rules", "diff", "national-2026", "no-such")[0] == 1, "an unknown pack")
    must(run("rules", "diff", "national-2026", file, "--db", url)[0] == 1, "a database that is not there is not made")
    must(not os.path.exists(f"{folder}/j.db"), "nothing was made")

    status, _, err = run("migrate", "--db", url)
    must(status == 0, err)
    status, out, err = run("rules", "diff", "national-2026", file, "--db", url, "--now", NOW, "--json")
    answer = json.loads(out)
    must(status == 0 and answer["b"] == "our-school" and len(answer["values"]) == 2, err)
    must(answer["cases"] == {"open": 0, "touched": 0, "worse": 0, "items": []}, "an empty school")

    must(run("rules", "install", file, "--db", url)[0] == 2, "the day is asked for")
    must(run("rules", "install", file, "--from", "2001-01-01", "--db", url)[0] == 1, "never backwards")
    status, out, err = run("rules", "install", file, "--from", "2099-01-01", "--db", url)
    must(status == 0 and "2099-01-01" in out, err)
    must(os.listdir(f"{folder}/j.db.rules") == ["2099-01-01-our-school.yaml"], "one file beside the database")
    must(run("rules", "install", file, "--from", "2099-02-01", "--db", "postgresql://x/y")[0] == 1, "PostgreSQL asks for a folder")
    must(run("rebuild", "--verify", "--db", url)[0] == 0, "it is read at the start")
    open(f"{folder}/j.db.rules/2099-01-01-our-school.yaml", "a", encoding="utf-8").write("oops: 1\n")
    status, _, err = run("rebuild", "--verify", "--db", url)
    must(status == 1 and "2099-01-01-our-school.yaml:5:7: unknown key" in err, f"a spoilt file is named: {err}")

    # A school with people in it: the counts agree with the list, and the reverse harms nobody.
    url = f"sqlite:{folder}/k.db"
    status, _, err = run("demo", "--db", url, "--people", "300", "--now", NOW)
    must(status == 0, err)
    status, out, err = run("rules", "diff", "national-2026", "school-example", "--db", url, "--now", NOW, "--json")
    cases = json.loads(out)["cases"]
    must(status == 0 and cases["open"] > cases["touched"] > 0, f"{cases['open']} {cases['touched']} {err}")
    must(cases["touched"] == len(cases["items"]) and cases["worse"] == sum(x["worse"] for x in cases["items"]), "the counts")
    must(all(x["worse"] == any(f["worse"] for f in x["effects"]) and x["effects"] for x in cases["items"]), "worse is explained")
    status, text, _ = run("rules", "diff", "national-2026", "school-example", "--db", url, "--now", NOW)
    must(f"{cases['open']} open cases: {cases['touched']} touched, {cases['worse']} worse off" in text, "the same as text")
    back = json.loads(run("rules", "diff", "school-example", "national-2026", "--db", url, "--now", NOW, "--json")[1])["cases"]
    must(back["touched"] == cases["touched"], "the same people the other way round")
    must(not any(f["kind"] in ("debt", "stop", "later") for x in back["items"] for f in x["effects"]), "the base asks nobody for more")
    same = json.loads(run("rules", "diff", "national-2026", "national-2026", "--db", url, "--now", NOW, "--json")[1])
    must(same["values"] == [] and same["cases"]["touched"] == 0, "a pack against itself")
