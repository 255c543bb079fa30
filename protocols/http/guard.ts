// SPDX-License-Identifier: Apache-2.0 OR MIT
// Who is answered: Host against DNS rebinding, Origin against pages of other sites, the token.

import { createHash, timingSafeEqual } from "node:crypto";
import { hostRefused, malformed, originRefused, tokenInvalid, tokenRefused } from "./errors.ts";

const HOST = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/;

/**
 * Checks whom a request is meant for. A page that makes its own name point to this machine sends that name.
 *
 * @param host value of the field, with or without a port
 * @param local address of this machine that was connected to
 * @param allowed names, in lower case
 * @throws {RequestRefused} 421 when it is neither a loopback name, nor that address, nor allowed; 400 when it is no host
 */
export function checkHost(host: string, local: string, allowed: ReadonlySet<string>): void {
  const name = HOST.exec(host)?.[1];
  if (name === undefined) throw malformed("its Host is no name and port");
  const plain = name.toLowerCase().replace(/\.$/, "");
  if (isLoopbackName(plain) || allowed.has(plain)) return;
  if (canonical(plain) !== canonical(local.includes(":") ? `[${local}]` : local)) {
    throw hostRefused(host);
  }
}

/**
 * Checks which page a request comes from, if any: browsers say so.
 *
 * @throws {RequestRefused} 403 when it is a page of another site
 */
export function checkOrigin(headers: Headers): void {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") {
    throw originRefused("Sec-Fetch-Site", site);
  }
  const origin = headers.get("origin");
  if (origin === null) return;
  if (!URL.canParse(origin) || new URL(origin).host !== headers.get("host")?.toLowerCase()) {
    throw originRefused("Origin", origin);
  }
}

/** Compares tokens by their digests, in constant time. */
export class TokenGuard {
  readonly #digest: Uint8Array | undefined;

  /**
   * Makes a guard.
   *
   * @param token absent for a guard that lets everybody in
   * @throws {KernelError} `http.token_invalid`
   */
  constructor(token: string | undefined) {
    if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) throw tokenInvalid();
    this.#digest = token === undefined ? undefined : digest(token);
  }

  /**
   * Tells whether a request may see everything.
   *
   * @param authorization value of the field
   * @returns false when there is a token and the request has none
   * @throws {RequestRefused} 401 when the request has a wrong one
   */
  trusts(authorization: string | null): boolean {
    if (this.#digest === undefined) return true;
    if (authorization === null) return false;
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? "";
    if (!timingSafeEqual(digest(token), this.#digest)) throw tokenRefused("wrong");
    return true;
  }
}

function digest(token: string): Uint8Array {
  return createHash("sha256").update(token).digest();
}

function isLoopbackName(name: string): boolean {
  return name === "localhost" || name.endsWith(".localhost") || name === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(name);
}

/** The same for all spellings of an address. */
function canonical(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : host;
}
