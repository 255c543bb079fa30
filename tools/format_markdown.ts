// SPDX-License-Identifier: Apache-2.0 OR MIT

/** A Markdown text as `deno fmt` leaves it, by the settings of the checkout. */
export async function formatMarkdown(markdown: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", "md", "-"],
    cwd: new URL("../", import.meta.url),
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const output = child.output();
  await new Blob([markdown]).stream().pipeTo(child.stdin);
  const { success, stdout } = await output;
  if (!success) throw new Error("Cannot format a Markdown text: deno fmt failed");
  return new TextDecoder().decode(stdout);
}
