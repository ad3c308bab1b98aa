#!/usr/bin/env python3
"""Measures the processor time of an operation on a collection of n elements, for docs/data-structures.md (Linux only).

usage: costs.py SIZES COMMAND...     SIZES as in 100,10000; the command reads {"id", "src"} lines and answers each with one line: dotnet semac.dll eval --batch
"""
import json
import os
import queue
import subprocess
import sys
import threading

LIMIT = 60  # seconds until an answer counts as none

RANGE = "(define c (range n))"
CELLS = "(define (grow i l) (if (= i n) l (grow (+ i 1) (cons i l)))) (define c (grow 0 '()))"
SORTED = "(define c (map/zip (range n) (range n)))"
HASHED = "(define c (foldl (fn (m k) (assoc m k k)) (hashmap/new) (range n)))"
TEXT = '(define c (string/repeat "a" n))'
ASTRAL = '(define c (string/repeat "😀" n))'
CASES = [
    ("`cons` (any list)", RANGE, "(cons i c)"),
    ("`cdr` (any list)", RANGE, "(cdr c)"),
    ("`length`", CELLS, "(length c)"),
    ("`nth` in the middle, list made at once", RANGE, "(nth c (quotient n 2))"),
    ("`nth` in the middle, list made by `cons`", CELLS, "(nth c (quotient n 2))"),
    ("`nth`, vector", "(define c (list->vector (range n)))", "(nth c (quotient n 2))"),
    ("`last`, list made at once", RANGE, "(last c)"),
    ("`take 10`", CELLS, "(take 10 c)"),
    ("`drop 10`", CELLS, "(drop 10 c)"),
    ("`append` of one element and the list", RANGE, "(append (list i) c)"),
    ("`append` of the list and one element", RANGE, "(append c (list i))"),
    ("`reverse`", RANGE, "(reverse c)"),
    ("`map` of a procedure", RANGE, "(map abs c)"),
    ("`get`, sorted map", SORTED, "(get c (modulo (* i 7919) n))"),
    ("`assoc`, sorted map", SORTED, "(assoc c (modulo (* i 7919) n) i)"),
    ("`dissoc`, sorted map", SORTED, "(dissoc c (modulo (* i 7919) n))"),
    ("`map/map-vals`, sorted map", SORTED, "(map/map-vals abs c)"),
    ("`equal?`, sorted maps", SORTED + " (define d (map/zip (range n) (range n)))", "(equal? c d)"),
    ("`get`, hash map", HASHED, "(get c (modulo (* i 7919) n))"),
    ("`assoc`, hash map", HASHED, "(assoc c (modulo (* i 7919) n) i)"),
    ("`dissoc`, hash map", HASHED, "(dissoc c (modulo (* i 7919) n))"),
    ("`keys`, hash map", HASHED, "(keys c)"),
    ("`merge` of a map and one of one entry, sorted", SORTED, "(merge c {i i})"),
    ("`merge` of a map and one of one entry, hash", HASHED, "(merge c {i i})"),
    ("`map/filter`, sorted map", SORTED, "(map/filter (fn (k v) #t) c)"),
    ("`string-length`", TEXT, "(string-length c)"),
    ("`string-ref` in the middle", TEXT, "(string-ref c (quotient n 2))"),
    ("`string-ref` in the middle, astral characters", ASTRAL, "(string-ref c (quotient n 2))"),
    ("`substring` of 10 characters in the middle", TEXT, "(substring c (quotient n 2) (+ 10 (quotient n 2)))"),
    ("`string-append` of a string and one character", TEXT, '(string-append c "b")'),
    ("`string/index-of` of what is not there", TEXT, '(string/index-of c "b")'),
    ("`string/upper`", TEXT, "(string/upper c)"),
    ("`string->list`", TEXT, "(string->list c)"),
    ("`equal?`, strings", TEXT + ' (define d (string/repeat "a" n))', "(equal? c d)"),
]


class Evaluator:
    """A batch process; it is started anew when an answer takes too long."""

    def __init__(self, command):
        self.command = command
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.answers = queue.Queue()
        threading.Thread(target=self.read, args=(self.process, self.answers), daemon=True).start()

    @staticmethod
    def read(process, answers):
        for line in process.stdout:
            answers.put(json.loads(line))

    def seconds(self, source):
        begin = self.processor_time()
        self.process.stdin.write(json.dumps({"id": 0, "src": source}) + "\n")
        self.process.stdin.flush()
        try:
            answer = self.answers.get(timeout=LIMIT)
        except queue.Empty:
            self.process.kill()
            self.start()
            return None
        if "step limit" in (answer.get("error") or ""):
            return None
        if answer.get("error"):
            sys.exit(f"{source}: {answer['error']}")
        return self.processor_time() - begin

    def processor_time(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cost(evaluator, setup, operation, n):
    def run(times):
        return evaluator.seconds(f"(define n {n}) {setup} (define (go i) (if (= i {times}) nil (begin {operation} (go (+ i 1))))) (go 0)")

    # What making the collection takes is subtracted; so the operations must take at least as long.
    base = run(0)
    if base is None:
        return None
    base = min(base, run(0) or base)
    times = 1
    while True:
        taken = run(times)
        if taken is None:
            return None
        spent, enough = taken - base, max(0.2, base)
        if spent > enough:
            # A garbage collection may have cost as much: it must take as long again.
            spent = min(spent, (run(times) or LIMIT) - base, (run(times) or LIMIT) - base)
            if spent > enough:
                return spent / times * 1e9
        times *= 2 if spent > enough / 4 else 8


def text(nanoseconds):
    if nanoseconds is None:
        return "–"
    for limit, unit, scale in [(1e3, "ns", 1), (1e6, "µs", 1e3), (1e9, "ms", 1e6)]:
        if nanoseconds < limit:
            return f"{nanoseconds / scale:.{0 if nanoseconds / scale >= 10 else 1}f} {unit}"
    return f"{nanoseconds / 1e9:.1f} s"


def main():
    sizes = [int(n) for n in sys.argv[1].split(",")]
    evaluator = Evaluator(sys.argv[2:])
    for name, setup, operation in CASES:
        print("|", " | ".join([name] + [text(cost(evaluator, setup, operation, n)) for n in sizes]), "|", flush=True)
    evaluator.process.kill()


if __name__ == "__main__":
    main()
