// What every test stands on: the binary, a browser that watches itself, and reports made once.

import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const binary = process.env.COACH ?? join(target, "debug", "coach");

/** A folder of the tests' own. */
export const desk = mkdtempSync(join(tmpdir(), "coach-browser-"));
export const at = (name) => join(desk, name);
export const address = (name) => pathToFileURL(at(name)).href;

/** Runs the binary; an exit status of one or three is no mistake: some call fails, or some inputs or all could not be
 * read. */
export function coach(...args) {
  try {
    return execFileSync(binary, args, {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch (error) {
    if ([1, 3].includes(error.status)) return error.stdout;
    throw error;
  }
}

/** Scores something as a page, and gives what the same run says as JSON. */
export function report(name, ...args) {
  const lines = at(`${name}.out.jsonl`);
  coach("score", ...args, "--no-redact", "-o", at(`${name}.html`), "-o", lines);
  return lines;
}

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });

/** A page that notes what it must not do. */
export async function open(browser, url, { width = 1280, scheme = "light", ...more } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    reducedMotion: "reduce",
    locale: "en-US",
    ...more,
  });
  context.setDefaultTimeout(15000);
  const page = await context.newPage();
  page.wrong = [];
  page.on(
    "console",
    (message) => ["error", "warning"].includes(message.type()) && page.wrong.push(`console: ${message.text()}`),
  );
  page.on("pageerror", (error) => page.wrong.push(`error: ${error.message}`));
  page.on("request", (request) => /^(file|blob):/.test(request.url()) || page.wrong.push(`request: ${request.url()}`));
  await page.goto(url);
  await page.locator("#waiting").waitFor({ state: "detached" });
  return page;
}

/** After a change of the address the page draws at once; pictures follow with the next frame. */
export const settle = (page) =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30)))),
  );
