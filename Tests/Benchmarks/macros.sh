#!/usr/bin/env bash
# The share of macro expansion in compile time: a program of MACROS macros and USES uses of them, compiled by `semac check --timings`.
# usage: macros.sh SEMAC.DLL [MACROS USES]
set -euo pipefail
semac=${1:?usage: macros.sh SEMAC.DLL [MACROS USES]}
file=$(mktemp --suffix .sema)
trap 'rm -f "$file"' EXIT
awk -v macros="${2:-500}" -v uses="${3:-20000}" 'BEGIN {
  for (i = 0; i < macros; i++) {
    if (i % 2) printf "(defmacro m%d (a b) `(let ((t# ,a)) (if (> t# %d) (+ t# ,b) (list t# ,b))))\n", i, i
    else printf "(define-syntax m%d (syntax-rules () ((_ a b) (let ((t a)) (if (> t %d) (+ t b) (list t b))))))\n", i, i
  }
  for (i = 0; i < uses; i++) {
    if (i % 10 == 0) printf "(define (f%d x)\n", i / 10
    printf "  (m%d (* x %d) (-> x (+ %d) (* 2)))%s\n", i % macros, i, i, i % 10 == 9 ? ")" : ""
  }
}' >"$file"
dotnet "$semac" check --no-warn SEMA0112 --timings "$file"
