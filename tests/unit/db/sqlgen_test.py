#!/usr/bin/env python3
"""tools/sqlgen: what it makes, and how each fault is told. One fact a test."""
import os
import subprocess
import sys
import tempfile
import unittest

TOOL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../tools/sqlgen")


def run(*texts):
    """Gives (stderr, sql.gen.h, sql.gen.c); the latter two None when refused."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for i, text in enumerate(texts):
            files.append(os.path.join(folder, f"f{i}.sql"))
            with open(files[-1], "w", encoding="utf-8") as f:
                f.write(text)
        outs = [os.path.join(folder, name) for name in ("x.h", "x.c")]
        done = subprocess.run([sys.executable, TOOL, *outs, *files], capture_output=True, text=True, check=False)
        if done.returncode:
            assert not os.path.exists(outs[0])
            return done.stderr.strip(), None, None
        made = []
        for out in outs:
            with open(out, encoding="utf-8") as f:
                made.append(f.read())
        return done.stderr, *made


GET = "-- name: room_get  :one\n-- cols: id, name\nSELECT id, name FROM room WHERE id = :id AND x = :x AND y = :id;\n"


class Sqlgen(unittest.TestCase):
    def refused(self, what, *texts):
        self.assertEqual(run(*texts)[0], what)

    def test_no_file_is_an_empty_list(self):
        _, h, c = run()
        self.assertIn("SQL__MAX", h)
        self.assertIn("sql_statement_count = 0", c)

    def test_parameters_are_numbered_by_first_appearance(self):
        _, h, c = run(GET)
        self.assertIn("ROOM_GET_ID = 1,", h)
        self.assertIn("ROOM_GET_X = 2,", h)
        self.assertIn("WHERE id = ?1 AND x = ?2 AND y = ?1", c)
        self.assertIn("WHERE id = $1 AND x = $2 AND y = $1", c)

    def test_columns_count_from_zero(self):
        h = run(GET)[1]
        self.assertIn("ROOM_GET_C_ID = 0,", h)
        self.assertIn("ROOM_GET_C_NAME = 1,", h)

    def test_strings_and_comments_hide_colons_and_semicolons(self):
        c = run("-- name: a :exec\nUPDATE t SET a = ':b;''x' -- :c;\n, d = /* :e; */ :f;\n")[2]
        self.assertIn("SET a = ':b;''x' , d = ?1\"", c)

    def test_the_second_block_keeps_the_numbers_of_the_first(self):
        c = run("-- name: a :exec @sqlite\nUPDATE t SET a = :a, b = :b;\n"
                "-- name: a :exec @pg\nUPDATE t SET b = :b, a = :a;\n")[2]
        self.assertIn("SET a = ?1, b = ?2", c)
        self.assertIn("SET b = $2, a = $1", c)

    def test_a_block_for_all_and_one_for_postgresql(self):
        c = run("-- name: a :exec\nDELETE FROM t;\n-- name: a :exec @pg\nTRUNCATE t;\n")[2]
        self.assertIn('{ "DELETE FROM t"', c)
        self.assertIn('"TRUNCATE t" }', c)

    def test_a_long_text_is_cut_between_escapes(self):
        c = run('-- name: a :exec\nUPDATE t SET a = \'' + '\\"' * 2000 + "';\n")[2]
        whole = c.replace('"\n\t\t"', "")
        self.assertEqual(whole.count('\\\\\\"'), 2 * 2000)  # in both dialects

    def test_a_duplicate_name_is_refused(self):
        self.refused("f1.sql:1: room_get stands already at f0.sql:1", GET, GET)
        self.refused("f0.sql:4: room_get stands already at f0.sql:1", GET + GET)

    def test_an_unknown_kind_is_refused(self):
        self.refused("f0.sql:2: unknown kind :some", "\n-- name: a :some\nSELECT 1;\n")

    def test_rows_without_cols_are_refused(self):
        self.refused("f0.sql:1: a is :many and needs -- cols:", "-- name: a :many\nSELECT 1;\n")

    def test_cols_without_rows_are_refused(self):
        self.refused("f0.sql:1: a is :exec and has cols", "-- name: a :exec\n-- cols: x\nDELETE FROM t;\n")

    def test_a_parameter_in_one_block_only_is_refused(self):
        self.refused("f0.sql:3: a: :y is a parameter of only one of its blocks",
                     "-- name: a :exec\nDELETE FROM t WHERE x = :x;\n"
                     "-- name: a :exec @pg\nDELETE FROM t WHERE x = :x AND y = :y;\n")

    def test_one_dialect_alone_is_refused(self):
        self.refused("f0.sql:1: a has a text for @pg only", "-- name: a :exec @pg\nDELETE FROM t;\n")

    def test_a_statement_without_end_is_refused(self):
        self.refused("f0.sql:1: a has no ; at its end", "-- name: a :exec\nDELETE FROM t\n" + GET)

    def test_a_statement_without_name_is_refused(self):
        self.refused("f0.sql:2: a statement without -- name:", "-- words\nDELETE FROM t;\n")

    def test_numbered_parameters_and_casts_by_colons_are_refused(self):
        self.refused("f0.sql:3: write a named parameter instead of $1", "-- name: a :exec\nDELETE FROM t\nWHERE x = $1;\n")
        self.refused("f0.sql:2: write CAST(x AS type), never ::", "-- name: a :exec\nDELETE FROM t WHERE x::text = :a;\n")

    def test_two_statements_that_make_the_same_constant_are_refused(self):
        self.refused("f0.sql:3: A_B_C means something in a too; rename one",
                     "-- name: a :exec\nDELETE FROM t WHERE x = :b_c;\n"
                     "-- name: a_b :exec\nDELETE FROM t WHERE x = :c;\n")

    def test_a_scan_needs_its_reason(self):
        self.refused("f0.sql:2: scan: needs a reason", "-- name: a :exec\n-- scan:\nDELETE FROM t;\n")


if __name__ == "__main__":
    unittest.main()
