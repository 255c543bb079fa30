// SPDX-License-Identifier: Apache-2.0 OR MIT
// deno-lint-ignore-file no-console
{
  const build = (count) => {
    const parts = [];
    for (let i = 1; i <= count; i++) parts.push("item " + i + ";");
    let text = "";
    for (let i = 0; i < 1000; i++) text += parts[i];
    return parts.join("").length + text.length;
  };
  console.log(String(build(200_000)));
}
