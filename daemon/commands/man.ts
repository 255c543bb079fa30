// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { exitCodes } from "../exit_codes.ts";

/** Shows manual pages, or installs them. */
export const manCommand = defineCommand({
  name: "man",
  summary: "Show the manual page of a command, or install all of them",
  usage: "[options] [COMMAND]",
  description:
    "Shows the page by man on a terminal, else as text. With --install the pages are written where man finds them; " +
    "then man llmspell shows the program's, and man llmspell-kernel those of the commands of kernels.",
  options: {
    "install": { type: "flag", description: "Write all pages to the folder" },
    "path": {
      type: "value",
      placeholder: "DIR",
      completes: "directory",
      description:
        "Folder of manual pages, which has a folder man1; ~/.local/share/man when not given",
    },
    "roff": { type: "flag", description: "Print the page's source" },
  },
  positionals: [{ name: "COMMAND", completes: "nothing", optional: true, repeated: true }],
  examples: [
    { command: "llmspell man kernel start", description: "The page with that command" },
    { command: "llmspell man --install", description: "For this user" },
    {
      command: "sudo llmspell man --install --path /usr/local/share/man",
      description: "For all users",
    },
  ],
  async run({ options, positionals }, { terminal, env }) {
    const { loadCommands } = await import("./mod.ts");
    const { findPage, manPages } = await import("../install/man_page.ts");
    const { programVersion } = await import("../version.ts");
    const pages = manPages(await loadCommands());
    if (options.install) {
      const { installPages, manFolder } = await import("../install/man_files.ts");
      const folder = options.path ?? manFolder(env);
      const paths = await installPages(pages, folder, programVersion);
      terminal.write(paths.map((path) => `${path}\n`).join(""));
      return exitCodes.success;
    }
    const page = findPage(pages, positionals);
    if (page === undefined) {
      const { manUnknown } = await import("../install/errors.ts");
      throw manUnknown(
        positionals.join(" "),
        pages.slice(1).map(({ name }) => name.replace(/^llmspell-/, "")),
      );
    }
    if (options.roff) {
      const { manRoff } = await import("../install/man_roff.ts");
      terminal.write(manRoff(page, programVersion));
      return exitCodes.success;
    }
    const { showPage } = await import("../install/man_files.ts");
    if (Deno.stdout.isTerminal() && await showPage(page, programVersion)) return exitCodes.success;
    const { manText } = await import("../install/man_text.ts");
    terminal.write(manText(page));
    return exitCodes.success;
  },
});
