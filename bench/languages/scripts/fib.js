// SPDX-License-Identifier: Apache-2.0 OR MIT
// deno-lint-ignore-file no-console
{
  const fib = (n) => n < 2 ? n : fib(n - 1) + fib(n - 2);
  console.log(String(fib(30)));
}
