// SPDX-License-Identifier: Apache-2.0 OR MIT
// A JupyterLab server and a browser that looks at it.

import { join } from "node:path";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { ensureChromium } from "../../tools/setup.ts";
import type { Workspace } from "./workspace.ts";

/** Longest wait for a change of the page. */
const patienceMs = 30_000;

/** A JupyterLab server on a free loopback port, with a token of its own. */
export class LabServer implements AsyncDisposable {
  private constructor(
    readonly url: string,
    readonly token: string,
    readonly process: Deno.ChildProcess,
    readonly drained: Promise<void>,
  ) {}

  /** Starts the server in a workspace, and waits until it says where it listens. */
  static async start(workspace: Workspace): Promise<LabServer> {
    const token = crypto.randomUUID();
    const settings = join(workspace.folder, "settings/@jupyterlab/apputils-extension");
    await Deno.mkdir(settings, { recursive: true });
    await Deno.writeTextFile(
      join(settings, "notification.jupyterlab-settings"),
      JSON.stringify({ fetchNews: "false", checkForUpdates: false }),
    );
    const options = [
      "--no-browser",
      "--allow-root",
      "--ip=127.0.0.1",
      "--port=0",
      "--log-level=INFO",
    ];
    const process = new Deno.Command(workspace.python, {
      args: ["-m", "jupyterlab", ...options, `--IdentityProvider.token=${token}`],
      env: {
        ...workspace.env,
        JUPYTERLAB_SETTINGS_DIR: join(workspace.folder, "settings"),
        JUPYTERLAB_WORKSPACES_DIR: join(workspace.folder, "workspaces"),
      },
      cwd: workspace.folder,
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const ready = Promise.withResolvers<string>();
    const drained = readAddress(process.stderr, ready);
    return new LabServer(await ready.promise, token, process, drained);
  }

  /** Address of a notebook in JupyterLab. */
  notebook(name: string): string {
    return `${this.url}/lab/tree/${name}?token=${this.token}`;
  }

  /** Stops the server, which stops its kernels. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.process.kill("SIGTERM");
    await this.process.status;
    await this.drained;
  }
}

/** Reads the server's log to its end; its address goes to `ready` when it is written. */
async function readAddress(
  log: ReadableStream<Uint8Array>,
  ready: PromiseWithResolvers<string>,
): Promise<void> {
  let text = "";
  for await (const chunk of log.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const address = /(http:\/\/127\.0\.0\.1:\d+)\/lab\?token=/.exec(text)?.[1];
    if (address !== undefined) ready.resolve(address);
  }
  ready.reject(new Error(`Cannot start JupyterLab: it ended\n${text.slice(-4000)}`));
}

/** Starts a headless browser that talks to nobody but the page's server. */
export async function startBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: await ensureChromium(),
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A notebook open in JupyterLab, as a person works in it. */
export class NotebookPage {
  constructor(readonly page: Page) {
    page.setDefaultTimeout(patienceMs);
  }

  /** Opens a notebook and waits until its kernel is idle. */
  static async open(browser: Browser, address: string): Promise<NotebookPage> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1500 } });
    const notebook = new NotebookPage(page);
    await page.goto(address);
    await page.locator(".jp-Notebook .jp-Cell").first().waitFor();
    await notebook.idle();
    return notebook;
  }

  /** Waits until the page is connected to the kernel and the kernel is idle. */
  async idle(): Promise<void> {
    await this.page.locator("#jp-main-statusbar").getByText("| Idle").waitFor();
  }

  /** Restarts the kernel by the toolbar, and waits until the new one is there. */
  async restart(): Promise<void> {
    const restarted = this.page.waitForResponse((response) => response.url().includes("/restart"));
    await this.toolbar("restart");
    await this.page.locator(".jp-Dialog .jp-mod-accept").click();
    await restarted;
    await this.idle();
  }

  /** A cell, counted from 0. */
  cell(index: number): Locator {
    return this.page.locator(".jp-Notebook .jp-Cell").nth(index);
  }

  /** Runs a cell without waiting for its end. */
  async start(index: number): Promise<void> {
    await this.cell(index).locator(".cm-content").click();
    await this.page.keyboard.press("Control+Enter");
  }

  /** Runs a cell and waits until its prompt shows a count. */
  async run(index: number, count: number): Promise<void> {
    await this.start(index);
    await this.finished(index, count);
  }

  /** Waits until a cell's prompt shows a count. */
  async finished(index: number, count: number): Promise<void> {
    await this.cell(index).locator(".jp-InputPrompt", { hasText: `[${count}]:` }).waitFor();
  }

  /** Waits until an output of a cell contains a text, and returns all its output text. */
  async output(index: number, text: string): Promise<string> {
    const area = this.cell(index).locator(".jp-OutputArea");
    await area.getByText(text).first().waitFor();
    return await area.innerText();
  }

  /** Clicks a button of the notebook's toolbar. */
  async toolbar(name: "interrupt" | "restart"): Promise<void> {
    await this.page.locator(`.jp-NotebookPanel-toolbar [data-jp-item-name="${name}"]`).click();
  }
}
