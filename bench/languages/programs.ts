// SPDX-License-Identifier: Apache-2.0 OR MIT
// What is compared: llmspell in each language, and a peer of each that runs on the machine itself.

import { kernelCells } from "../jupyter/kernels.ts";
import { v8Flags } from "../../daemon/v8_flags.ts";
import { engineStepsProgram } from "./engine_steps.ts";
import type { Cells, CommandPlan, ProgramPlan } from "./plan.ts";
import { readComputations, readScript, scriptPath } from "./scripts.ts";

/** The languages, in the order shown. */
export const languages = ["lua", "javascript", "python"] as const;

/** A language. */
export type Language = (typeof languages)[number];

/** Where programs are found. */
export interface Places {
  /** llmspell: the compiled program, or `main.ts` for Deno to run. */
  readonly program: string;
  readonly deno: string;
  /** Python of the benchmark's own environment. */
  readonly python: string;
  /** The Python which that environment was made with. */
  readonly basePython: string;
  /** Lua 5.4; `undefined` when it is not installed. */
  readonly lua: string | undefined;
  /** Folder of the bundled modules of Workers. */
  readonly modules: string;
}

const endings: Readonly<Record<Language, string>> = {
  lua: ".lua",
  javascript: ".js",
  python: ".py",
};

const first = "6 * 7";

const cells: Readonly<Record<Language, Cells>> = {
  lua: { first, ...kernelCells.lua },
  javascript: {
    first,
    ...kernelCells.deno,
    spin: "console.log('spinning');\nwhile (true);",
  },
  python: { first, ...kernelCells.python },
};

/** llmspell and the peer of each language asked for; a peer that is not installed is left out. */
export function findPrograms(places: Places, asked: readonly Language[]): ProgramPlan[] {
  return asked.flatMap((language) => [llmspell(language, places), ...peers[language](places)]);
}

/** The table's columns by language: llmspell's own, then its peer's. */
export function columnsOf(language: Language): readonly [own: string, peer: string] {
  return [
    `llmspell ${language}`,
    { lua: "lua5.4", javascript: "deno", python: "ipykernel" }[language],
  ];
}

function llmspell(language: Language, places: Places): ProgramPlan {
  const { program, deno, modules } = places;
  const sources = program.endsWith(".ts");
  const flags = ["run", "--quiet", "-A", `--v8-flags=${v8Flags}`];
  const before = sources ? [...flags, program] : [];
  const executable = sources ? deno : program;
  return {
    name: columnsOf(language)[0],
    language,
    kernel: {
      name: language,
      argv: [
        ...[executable, ...before, "kernel", "start", "--connection-file", "{connection_file}"],
        ...["--language", language, "--max-clients", "100"],
      ],
      env: {},
      interrupt: "message",
    },
    reader: [],
    engine_steps: [deno, ...flags, engineStepsProgram, language, modules],
    version: [],
    cells: cells[language],
    computations: readComputations(endings[language]),
    command: command(language, executable, [...before, "run"]),
  };
}

const peers: Readonly<Record<Language, (places: Places) => ProgramPlan[]>> = {
  lua: ({ lua }) =>
    lua === undefined ? [] : [peer("lua", {
      kernel: null,
      reader: [lua, scriptPath("serve.lua")],
      version: [lua, "-v"],
      cells: { ...cells.lua, first: `print(${first})` },
      command: command("lua", lua, []),
    })],
  javascript: ({ deno }) => [peer("javascript", {
    kernel: kernel([deno, "jupyter", "--kernel", "--conn", "{connection_file}"]),
    cells: { first, ...kernelCells.deno },
    command: command("javascript", deno, ["run", "--quiet"]),
  })],
  python: ({ python, basePython }) => [peer("python", {
    kernel: kernel([python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]),
    cells: cells.python,
    command: {
      ...command("python", basePython, []),
      copied: false,
      file_list: [basePython, "-c", listModules],
    },
  })],
};

const listModules = `import json, sys
files = [[getattr(one, "__file__", None), getattr(one, "__cached__", None)] for one in sys.modules.values()]
print(json.dumps([path for pair in files for path in pair if path]))`;

type Parts = Pick<ProgramPlan, "kernel" | "cells" | "command"> & Partial<ProgramPlan>;

function peer(language: Language, parts: Parts): ProgramPlan {
  return {
    name: columnsOf(language)[1],
    language,
    reader: [],
    engine_steps: [],
    version: [],
    computations: readComputations(endings[language]),
    ...parts,
  };
}

function kernel(argv: readonly string[]): NonNullable<ProgramPlan["kernel"]> {
  return { name: "peer", argv, env: {}, interrupt: "signal" };
}

function command(language: Language, executable: string, before: readonly string[]): CommandPlan {
  const script_name = `hello${endings[language]}`;
  return {
    argv: ["{executable}", ...before, "{script}"],
    executable,
    copied: true,
    file_list: [],
    script_name,
    script: readScript(script_name),
  };
}
