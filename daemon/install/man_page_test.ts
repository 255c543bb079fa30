// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { loadCommands } from "../commands/mod.ts";
import { defineCommand } from "../cli/command.ts";
import { installPages, manFolder } from "./man_files.ts";
import { findPage, manPages } from "./man_page.ts";
import { escapeRoff, manRoff } from "./man_roff.ts";
import { manText } from "./man_text.ts";

const odd = defineCommand({
  name: "odd thing",
  summary: "Do what is \\odd",
  usage: "[options] WORD",
  description: ".hidden by a dot\n\n'quoted' by a quote: ü",
  options: {
    "say": {
      type: "value",
      placeholder: "TEXT",
      default: "a\\nb",
      env: "ODD_SAY",
      description: "What is said",
    },
  },
  positionals: [{ name: "WORD" }],
  examples: [{ command: ".\\run 'it'", description: "An example" }],
  run: () => Promise.resolve(0),
});

/** What groff warns of in a page, and the page as it is shown. */
async function groff(roff: string, args: readonly string[]): Promise<{ out: string; err: string }> {
  const child = new Deno.Command("groff", {
    args: ["-man", "-ww", "-Kutf8", ...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(roff));
  await writer.close();
  const { stdout, stderr } = await child.output();
  const text = new TextDecoder();
  return { out: text.decode(stdout), err: text.decode(stderr) };
}

Deno.test("manRoff() gives pages that groff has nothing to say against", async () => {
  const pages = manPages([...await loadCommands(), odd]);
  const found = await Promise.all(
    pages.map(async (page) => [page.name, (await groff(manRoff(page, "1.2.3"), ["-z"])).err]),
  );
  assert.deepEqual(found.filter(([, err]) => err !== ""), []);
});

Deno.test("manRoff() shows backslashes, dots, quotes and dashes as they are", async () => {
  const page = findPage(manPages([odd]), ["odd"])!;
  const { out } = await groff(manRoff(page, "1.2.3"), ["-Tutf8", "-P-cbou"]);
  for (
    const text of ["Do what is \\odd", ".hidden by a dot", "'quoted' by a quote: ü", ".\\run 'it'"]
  ) {
    assert.ok(out.includes(text), `${text}\n${out}`);
  }
  assert.match(out, /--say TEXT/);
  assert.match(out, /The default is a\\nb\. Read from ODD_SAY/);
});

Deno.test("escapeRoff() keeps a dash one that can be typed", () => {
  assert.equal(escapeRoff("--a ~ ^ `"), "\\-\\-a \\(ti \\(ha \\(ga");
});

Deno.test("manPages() tells of every command and option", async () => {
  const commands = await loadCommands();
  const pages = manPages(commands);
  for (const command of commands) {
    const page = findPage(pages, command.name.split(" "));
    assert.ok(page !== undefined, command.name);
    const text = manText(page);
    for (const option of Object.keys(command.options)) assert.ok(text.includes(`--${option}`));
  }
  assert.equal(findPage(pages, [])?.name, "llmspell");
  assert.equal(findPage(pages, ["nothing"]), undefined);
  assert.equal(findPage(pages, ["kernel", "nothing"]), undefined);
});

Deno.test("manText() stays within 80 columns but for words and examples", async () => {
  const pages = manPages(await loadCommands());
  const long = pages.flatMap((page) => manText(page).split("\n"))
    .filter((line) => line.length > 80 && !/^ {7,11}(sudo )?llmspell /.test(line));
  assert.deepEqual(long, []);
});

Deno.test("installPages() writes every page to man1, and again over the old ones", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const pages = manPages([odd]);
    const paths = await installPages(pages, folder, "1.2.3");
    assert.deepEqual(paths, [join(folder, "man1/llmspell.1"), join(folder, "man1/llmspell-odd.1")]);
    assert.deepEqual(await installPages(pages, folder, "1.2.4"), paths);
    assert.match(await Deno.readTextFile(paths[0]!), /llmspell 1\.2\.4/);
    await Deno.writeTextFile(join(folder, "file"), "");
    await assert.rejects(
      installPages(pages, join(folder, "file"), "1"),
      /Cannot write manual pages/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("manFolder() is the one that man searches by itself", () => {
  const env = (variables: Record<string, string>) => (name: string) => variables[name];
  assert.equal(manFolder(env({ HOME: "/h" })), "/h/.local/share/man");
  assert.equal(manFolder(env({ HOME: "/h", XDG_DATA_HOME: "/x" })), "/x/man");
});
