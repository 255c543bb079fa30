// SPDX-License-Identifier: Apache-2.0 OR MIT
// deno-lint-ignore-file no-console
{
  const sorted = (count) => {
    const numbers = [];
    for (let i = 0, x = 42; i < count; i++) {
      x = x * 16807 % 2147483647;
      numbers.push(x);
    }
    numbers.sort((a, b) => a - b);
    let sum = 0;
    for (const number of numbers) sum = (sum * 31 + number) % 1000003;
    return sum;
  };
  console.log(String(sorted(50_000)));
}
