// SPDX-License-Identifier: Apache-2.0 OR MIT
// A person in JupyterLab: a notebook in headless Chromium, with outputs read from the page.

import assert from "node:assert/strict";
import { join } from "node:path";
import { cacheFolder } from "../../tools/setup.ts";
import { LabServer, NotebookPage, startBrowser } from "./lab.ts";
import { eachProgram } from "./program.ts";
import { Workspace } from "./workspace.ts";

const cells = [
  'print("hello from " .. _VERSION)',
  'planets = {"Mercury", "Venus", home = {name = "Earth", moons = 1}}\nplanets',
  "display.html(\"<table id='made-by-lua'><tr><th>n</th><th>n²</th></tr>\" ..\n" +
  '  "<tr><td>3</td><td>9</td></tr></table>")',
  'name = input("Your name: ")\nprint("Hello, " .. name .. "!")',
  'print("spinning")\nwhile true do end',
  "name",
  'error("this went wrong")',
];

async function writeNotebook(path: string): Promise<void> {
  const metadata = {
    kernelspec: { name: "llmspell", display_name: "Lua (llmspell)", language: "lua" },
  };
  const code = cells.map((source, index) => ({
    cell_type: "code",
    id: `cell-${index}`,
    execution_count: null,
    metadata: {},
    outputs: [],
    source,
  }));
  const notebook = { nbformat: 4, nbformat_minor: 5, metadata, cells: code };
  await Deno.writeTextFile(path, JSON.stringify(notebook));
}

eachProgram("JupyterLab runs, questions, interrupts and restarts the kernel", async (program) => {
  await using workspace = await Workspace.create();
  await workspace.installKernel(program);
  await writeNotebook(join(workspace.folder, "tour.ipynb"));
  await using server = await LabServer.start(workspace);
  const browser = await startBrowser();
  const screenshots = join(cacheFolder, "screenshots");
  await Deno.mkdir(screenshots, { recursive: true });
  const shoot = async (notebook: NotebookPage, name: string): Promise<void> => {
    await notebook.page.screenshot({ path: join(screenshots, `${name}-${program.form}.png`) });
  };
  try {
    const notebook = await NotebookPage.open(browser, server.notebook("tour.ipynb"));
    await notebook.run(0, 1);
    assert.match(await notebook.output(0, "hello from"), /hello from Lua 5\.4/);

    await notebook.run(1, 2);
    const table = await notebook.output(1, "Mercury");
    for (const word of ["Venus", "home", "Earth", "moons"]) assert.ok(table.includes(word), table);

    await notebook.run(2, 3);
    const rows = notebook.cell(2).locator("#made-by-lua td");
    assert.deepEqual(await rows.allInnerTexts(), ["3", "9"]);

    await notebook.start(3);
    const question = notebook.cell(3).locator(".jp-Stdin-input");
    await question.waitFor();
    await shoot(notebook, "input");
    await question.fill("Ada");
    await question.press("Enter");
    await notebook.finished(3, 4);
    await notebook.output(3, "Hello, Ada!");

    await notebook.start(4);
    await notebook.output(4, "spinning");
    await notebook.toolbar("interrupt");
    await notebook.finished(4, 5);
    await notebook.cell(4).locator('[data-mime-type="application/vnd.jupyter.stderr"]').first()
      .waitFor();

    await notebook.run(5, 6);
    await notebook.output(5, "Ada");
    await notebook.run(6, 7);
    await notebook.output(6, "this went wrong");
    await notebook.idle();
    await shoot(notebook, "notebook");

    await notebook.restart();
    await notebook.run(5, 1);
    const empty = notebook.cell(5).locator(".jp-OutputArea-output");
    assert.deepEqual((await empty.allInnerTexts()).filter((text) => text.includes("Ada")), []);
    await notebook.run(0, 2);
    await notebook.output(0, "hello from");
    await shoot(notebook, "restarted");
  } catch (error) {
    for (const page of browser.contexts().flatMap((context) => context.pages())) {
      await page.screenshot({ path: join(screenshots, `failure-${program.form}.png`) });
    }
    throw error;
  } finally {
    await browser.close();
  }
});
