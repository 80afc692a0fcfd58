#!/usr/bin/env python3
"""Kills the server with SIGKILL while people are being entered, again and again; every person whose
entry was acknowledged must be there afterwards, and the store must be whole.

    tests/crash/kill_loop.py BINARY [ROUNDS]
"""
import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

BINARY = os.path.abspath(sys.argv[1])
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 30
WRITERS = 8
PASSWORD = "jishi-demo-2026"


class Server:
    def __init__(self, database):
        self.process = subprocess.Popen(
            [BINARY, "serve", "--db", f"sqlite:{database}", "--listen", "127.0.0.1:0", "--now", "2026-11-23"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.process.stdout:
            found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
            if found:
                self.port = int(found.group(1))
                return
        raise SystemExit("the server gave no address")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def call(connection, method, path, headers, body=None):
    connection.request(method, "/api/v1" + path, body=None if body is None else json.dumps(body), headers=headers)
    answer = connection.getresponse()
    data = answer.read()
    return answer.status, json.loads(data) if data else None, answer


def sign_in(port, login):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    status, session, answer = call(c, "POST", "/session", {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{port}"},
                                   {"login": login, "password": PASSWORD})
    if status != 201:
        raise SystemExit(f"sign in: {status} {session}")
    cookie = answer.getheader("Set-Cookie").split(";")[0]
    return {"Cookie": cookie, "X-CSRF-Token": session["csrf"], "Content-Type": "application/json"}, session


def write(port, headers, branch, label, acknowledged):
    """Enters people until the server dies; notes each that was answered 201."""
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    n = 0
    while True:
        number = f"{label}-{n}"
        n += 1
        try:
            status, body, _ = call(c, "POST", "/people", headers,
                                   {"name": "测试", "student_no": number, "branch_id": branch, "from_on": "2026-11-01"})
        except (OSError, http.client.HTTPException, ValueError):
            return
        if status == 201:
            acknowledged.append((number, body["id"]))
        else:
            raise SystemExit(f"a write was refused: {status} {body}")


def check_store(database):
    done = subprocess.run([BINARY, "check", "--db", f"sqlite:{database}"], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"check: {done.stdout}{done.stderr}")


def main():
    total = lost = 0
    random.seed(7)
    with tempfile.TemporaryDirectory() as folder:
        database = os.path.join(folder, "demo.db")
        subprocess.run([BINARY, "demo", "--db", f"sqlite:{database}", "--people", "200", "--now", "2026-11-23"],
                       check=True, capture_output=True)
        server = Server(database)
        for round_ in range(ROUNDS):
            headers, session = sign_in(server.port, "secretary")
            branch = session["rights"][0]["organisation_id"]
            acknowledged = []
            writers = [threading.Thread(target=write, args=(server.port, headers, branch, f"K{round_}w{w}", acknowledged))
                       for w in range(WRITERS)]
            for w in writers:
                w.start()
            time.sleep(0.1 + random.random() * 0.3)
            server.kill()
            for w in writers:
                w.join()
            server = Server(database)
            headers, _ = sign_in(server.port, "secretary")
            c = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            for number, person in acknowledged:
                status, body, _ = call(c, "GET", f"/people/{person}", headers)
                if status != 200 or body["student_no"] != number:
                    lost += 1
            total += len(acknowledged)
        server.kill()
        check_store(database)
    print(f"{ROUNDS} rounds, {total} acknowledged writes, {lost} lost; the store is whole")
    sys.exit(1 if lost or not total else 0)


main()
