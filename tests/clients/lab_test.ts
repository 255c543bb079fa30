// SPDX-License-Identifier: Apache-2.0 OR MIT
// A person in JupyterLab: a notebook in headless Chromium, with outputs read from the page.

import assert from "node:assert/strict";
import { join } from "node:path";
import { cacheFolder } from "../../tools/setup.ts";
import type { Browser } from "playwright-core";
import { LabServer, NotebookPage, startBrowser } from "./lab.ts";
import { type LabTour, labTours } from "./lab_tours.ts";
import { eachProgram } from "./program.ts";
import { Workspace } from "./workspace.ts";

function notebookOf(tour: LabTour): object {
  const { language, hello, data, html, asks, spins, fails } = tour;
  const name = `llmspell-${language}`;
  const metadata = { kernelspec: { name, display_name: name, language } };
  const cells = [hello, data, html, asks, spins, "name", fails].map((source, index) => ({
    cell_type: "code",
    id: `cell-${index}`,
    execution_count: null,
    metadata: {},
    outputs: [],
    source,
  }));
  return { nbformat: 4, nbformat_minor: 5, metadata, cells };
}

/** Runs `body` with a browser, and leaves a picture of what it saw when it fails. */
async function withBrowser(name: string, body: (browser: Browser) => Promise<void>): Promise<void> {
  const browser = await startBrowser();
  try {
    await body(browser);
  } catch (error) {
    for (const page of browser.contexts().flatMap((context) => context.pages())) {
      await page.screenshot({ path: join(screenshots, `failure-${name}.png`) });
    }
    throw error;
  } finally {
    await browser.close();
  }
}

const screenshots = join(cacheFolder, "screenshots");

for (const tour of labTours) {
  const { language } = tour;
  eachProgram(`JupyterLab works with the kernel for ${language}`, async (program) => {
    await using workspace = await Workspace.create();
    await workspace.installKernel(program, "--language", language);
    await Deno.writeTextFile(
      join(workspace.folder, "tour.ipynb"),
      JSON.stringify(notebookOf(tour)),
    );
    await using server = await LabServer.start(workspace);
    await Deno.mkdir(screenshots, { recursive: true });
    const name = `${language}-${program.form}`;
    await withBrowser(name, async (browser) => {
      const address = server.notebook("tour.ipynb");
      await takeTour(await NotebookPage.open(browser, address), tour, name);
    });
  });
}

/** Runs, questions, interrupts and restarts the kernel, as a person does. */
async function takeTour(notebook: NotebookPage, tour: LabTour, name: string): Promise<void> {
  const shoot = async (what: string): Promise<void> => {
    await notebook.page.screenshot({ path: join(screenshots, `${what}-${name}.png`) });
  };
  await notebook.run(0, 1);
  assert.match(await notebook.output(0, "hello from"), tour.helloShown);

  await notebook.run(1, 2);
  const table = await notebook.output(1, "Mercury");
  for (const word of tour.dataShown) assert.ok(table.includes(word), table);

  await notebook.run(2, 3);
  const rows = notebook.cell(2).locator("#made-by-script td");
  assert.deepEqual(await rows.allInnerTexts(), ["3", "9"]);

  await notebook.start(3);
  const question = notebook.cell(3).locator(".jp-Stdin-input");
  await question.waitFor();
  await shoot("input");
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
  await shoot("notebook");

  await notebook.restart();
  await notebook.run(5, 1);
  const empty = notebook.cell(5).locator(".jp-OutputArea-output");
  assert.deepEqual((await empty.allInnerTexts()).filter((text) => text.includes("Ada")), []);
  await notebook.run(0, 2);
  await notebook.output(0, "hello from");
  await shoot("restarted");
}
