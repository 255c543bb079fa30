// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * The process that listens on a TCP port of this machine.
 *
 * @returns `undefined` where the system does not tell: elsewhere than on Linux, and for other users' processes
 * @see proc_pid_net(5), `/proc/net/tcp`: local address in field 2, state in field 4 (`0A` is LISTEN), inode in field 10
 */
export function listeningProcess(port: number): number | undefined {
  const inodes = new Set(["tcp", "tcp6"].flatMap((name) => {
    return listeningInodes(readText(`/proc/net/${name}`), port);
  }));
  if (inodes.size === 0) return undefined;
  return entries("/proc").filter((name) => /^\d+$/.test(name)).map(Number)
    .find((pid) => hasSocket(pid, inodes));
}

/** Inodes of sockets that listen on the port, out of the text of `/proc/net/tcp`. */
export function listeningInodes(table: string, port: number): string[] {
  const ending = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table.split("\n").map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(ending) && fields[3] === "0A")
    .map((fields) => fields[9] ?? "");
}

function hasSocket(pid: number, inodes: ReadonlySet<string>): boolean {
  return entries(`/proc/${pid}/fd`).some((fd) => {
    const target = linkTarget(`/proc/${pid}/fd/${fd}`);
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    return inode !== undefined && inodes.has(inode);
  });
}

function readText(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}

function entries(path: string): string[] {
  try {
    return [...Deno.readDirSync(path)].map(({ name }) => name);
  } catch {
    return [];
  }
}

function linkTarget(path: string): string {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return "";
  }
}
