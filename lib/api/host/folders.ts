// SPDX-License-Identifier: Apache-2.0 OR MIT
// Host functions on folders, and on what is known of files.

import { resolve } from "node:path";
import { pathAt } from "./arguments.ts";
import { pathWork } from "./files.ts";
import { coveredEntry } from "./path_policy.ts";
import type { HostFunctions, HostOptions } from "./mod.ts";
import type { Grant } from "./policy.ts";

/** What stands at a path. */
export type FileKind = "file" | "folder" | "link" | "other";

/** What is known of a file. Times are milliseconds since 1970, null where the system has none. */
export interface FileStatus {
  readonly kind: FileKind;
  readonly size: number;
  /** Permission bits with those of the kind, as in `st_mode`. */
  readonly mode: number;
  readonly inode: number;
  readonly device: number;
  readonly links: number;
  readonly accessedMs: number | null;
  readonly modifiedMs: number | null;
  readonly changedMs: number | null;
}

/** Where paths of the host begin, for a language that has files of its own beside them. */
export interface HostPlaces {
  /** What relative paths are relative to. */
  readonly folder: string;
  /** As in `HostPolicy`, with absolute paths. */
  readonly read: Grant;
  /** As in `HostPolicy`, with absolute paths. */
  readonly write: Grant;
}

/** The functions `fs.stat`, `fs.lstat`, `fs.list`, `fs.makeFolder`, `fs.chmod`, `fs.utime` and `fs.places`. */
export function folderFunctions(
  { policy: { read, write }, folder }: Pick<HostOptions, "policy" | "folder">,
): HostFunctions {
  const onPath = pathWork(folder);
  const onEntry = pathWork(folder, coveredEntry);
  const absolute = (grant: Grant): Grant =>
    typeof grant === "boolean" ? grant : grant.map((path) => resolve(folder, path));
  const places: HostPlaces = { folder, read: absolute(read), write: absolute(write) };
  return {
    "fs.places": () => places,
    "fs.stat": (args) => onPath(pathAt(args, 0, "fs.stat"), "read", read, statusOf),
    "fs.lstat": (args) => onEntry(pathAt(args, 0, "fs.lstat"), "read", read, statusOf),
    "fs.list": (args) => onPath(pathAt(args, 0, "fs.list"), "read", read, entriesOf),
    "fs.makeFolder": (args) =>
      onPath(pathAt(args, 0, "fs.makeFolder"), "write", write, async (path) => {
        await Deno.mkdir(path, { mode: numberAt(args, 1, "fs.makeFolder") });
        return true;
      }),
    "fs.chmod": (args) =>
      onPath(pathAt(args, 0, "fs.chmod"), "write", write, async (path) => {
        await Deno.chmod(path, numberAt(args, 1, "fs.chmod"));
        return true;
      }),
    "fs.utime": (args) =>
      onPath(pathAt(args, 0, "fs.utime"), "write", write, async (path) => {
        const [accessedMs, modifiedMs] = [
          numberAt(args, 1, "fs.utime"),
          numberAt(args, 2, "fs.utime"),
        ];
        await Deno.utime(path, new Date(accessedMs), new Date(modifiedMs));
        return true;
      }),
  };
}

function numberAt(args: readonly unknown[], index: number, name: string): number {
  const value = args[index];
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new TypeError(`Cannot call ${name}: argument ${index + 1} is no number`);
}

function kindOf(
  { isFile, isDirectory, isSymlink }: Pick<Deno.DirEntry, "isFile" | "isDirectory" | "isSymlink">,
): FileKind {
  return isSymlink ? "link" : isDirectory ? "folder" : isFile ? "file" : "other";
}

async function statusOf(path: string): Promise<FileStatus> {
  const info = await Deno.lstat(path);
  const { size, mode, ino, dev, nlink, atime, mtime, ctime } = info;
  return {
    kind: kindOf(info),
    size,
    mode: mode ?? 0,
    inode: ino ?? 0,
    device: dev,
    links: nlink ?? 1,
    accessedMs: atime?.getTime() ?? null,
    modifiedMs: mtime?.getTime() ?? null,
    changedMs: ctime?.getTime() ?? null,
  };
}

async function entriesOf(path: string): Promise<{ name: string; kind: FileKind }[]> {
  const entries: { name: string; kind: FileKind }[] = [];
  for await (const entry of Deno.readDir(path)) {
    entries.push({ name: entry.name, kind: kindOf(entry) });
  }
  return entries;
}
