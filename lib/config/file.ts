// SPDX-License-Identifier: Apache-2.0 OR MIT
// Settings in a TOML file: its bytes become checked values, each with its line.

import { type Layer, layerOf, type Suggest, unknownName } from "./layers.ts";
import type { Origin } from "./origin.ts";
import { type ConfigProblem, problemAt } from "./problem.ts";
import { type Config, sections, settingAt } from "./table.ts";
import { lineOf, scanKeys } from "./toml_keys.ts";
import { readValue, showValue } from "./value.ts";

/** Size beyond which a file is no configuration. */
export const maxFileBytes = 1024 ** 2;

/** A file as it lies on the disk. */
export interface ConfigFile {
  /** Its content, cut one byte behind `maxFileBytes`. */
  readonly bytes: Uint8Array;
  /** Permission bits; absent where they say nothing, as of pipes and devices. */
  readonly mode?: number;
}

/** What a file gives. */
export async function readFileLayer(
  path: string,
  { bytes, mode }: ConfigFile,
  suggest: Suggest | undefined,
): Promise<Layer> {
  const unsafe = safetyProblem(path, bytes, mode);
  if (unsafe !== undefined) return { entries: [], problems: [unsafe] };
  const text = decode(bytes);
  if (text === undefined) return { entries: [], problems: [notText(path, bytes)] };
  const document = await parseDocument(path, text);
  if ("problem" in document) return { entries: [], problems: [document.problem] };
  const layer = readDocument(path, text, document.root, suggest);
  const readable = secretProblems(path, mode, layer);
  return { entries: layer.entries, problems: [...layer.problems, ...readable] };
}

function safetyProblem(
  file: string,
  bytes: Uint8Array,
  mode: number | undefined,
): ConfigProblem | undefined {
  if (mode !== undefined && (mode & 0o002) !== 0) {
    return {
      code: "config.unsafe",
      file,
      problem: "every user can write to it, and it decides what scripts may do",
      hint: `chmod o-w ${quote(file)}`,
    };
  }
  if (bytes.length <= maxFileBytes) return undefined;
  const problem = `it is larger than ${maxFileBytes} bytes`;
  return { code: "config.unreadable", file, problem, hint: "llmspell config init --help" };
}

/** A secret that others can read is none. */
function secretProblems(file: string, mode: number | undefined, layer: Layer): ConfigProblem[] {
  if (mode === undefined || (mode & 0o004) === 0) return [];
  return layer.entries
    .filter(({ path, value }) => settingAt(path)?.secret && value !== "")
    .map(({ path, origin }) => ({
      ...problemAt(origin, path, "every user can read it there", `chmod 600 ${quote(file)}`),
      code: "config.unsafe",
    }));
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Names the first line that cannot be decoded. */
function notText(file: string, bytes: Uint8Array): ConfigProblem {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(10, start);
    const next = end < 0 ? bytes.length : end + 1;
    if (decode(bytes.subarray(start, next)) === undefined) break;
    start = next;
  }
  const hint = "save the file as UTF-8";
  return { code: "config.syntax", file, line, problem: "this is not UTF-8 text", hint };
}

async function parseDocument(
  file: string,
  text: string,
): Promise<{ readonly root: Record<string, unknown> } | { readonly problem: ConfigProblem }> {
  const { parse, TomlError } = await import("smol-toml");
  try {
    return { root: parse(text) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [first = ""] = error.message.split("\n");
    return {
      problem: {
        code: "config.syntax",
        file,
        line: error.line,
        column: error.column,
        problem: first.replace(/^Invalid TOML document: /, ""),
        hint: "https://toml.io",
      },
    };
  }
}

function readDocument(
  file: string,
  text: string,
  root: Record<string, unknown>,
  suggest: Suggest | undefined,
): Layer {
  const places = scanKeys(text);
  const origin = (path: readonly (string | number)[]): Origin => ({
    layer: "file",
    path: file,
    line: lineOf(places, path) ?? 1,
  });
  const problems: ConfigProblem[] = [];
  const values = Object.entries(root).flatMap(([section, settings]) => {
    if (!Object.hasOwn(sections, section)) {
      problems.push(unknownName([section], origin([section]), suggest));
      return [];
    }
    if (!isTable(settings)) {
      problems.push(noTable(section as keyof Config, settings, origin([section])));
      return [];
    }
    return Object.entries(settings).flatMap(([name, written]) => {
      const setting = settingAt(`${section}.${name}`);
      if (setting === undefined) {
        problems.push(unknownName([section, name], origin([section, name]), suggest));
        return [];
      }
      return [{
        path: `${section}.${name}`,
        read: readValue(setting, written),
        origin: (below: readonly (string | number)[]) => origin([section, name, ...below]),
      }];
    });
  });
  const layer = layerOf(values, suggest);
  return { entries: layer.entries, problems: inOrder([...problems, ...layer.problems]) };
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof Date);
}

function noTable(section: keyof Config, found: unknown, origin: Origin): ConfigProblem {
  const problem = `${showValue(undefined, found)} is not a table of settings`;
  return problemAt(origin, section, problem, `[${section}]`);
}

function inOrder(problems: readonly ConfigProblem[]): ConfigProblem[] {
  return problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

/** A path as a shell takes it. */
function quote(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
