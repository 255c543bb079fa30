# SPDX-License-Identifier: Apache-2.0 OR MIT
from functools import cmp_to_key


def sorted_sum(count):
    numbers, x = [], 42
    for _ in range(count):
        x = x * 16807 % 2147483647
        numbers.append(x)
    numbers.sort(key=cmp_to_key(lambda a, b: a - b))
    total = 0
    for number in numbers:
        total = (total * 31 + number) % 1000003
    return total


print(sorted_sum(50_000))
