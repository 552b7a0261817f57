#!/bin/sh
# region script
# interleave.sh ./old.test ./new.test Pattern > prints to old.txt, new.txt
# Build each with: go test -c -o old.test ./lines
set -eu
: > old.txt
: > new.txt
for round in 1 2 3 4 5 6 7 8 9 10; do
  "$1" -test.run '^$' -test.bench "$3" -test.benchtime 60ms >> old.txt
  "$2" -test.run '^$' -test.bench "$3" -test.benchtime 60ms >> new.txt
done
# endregion script
