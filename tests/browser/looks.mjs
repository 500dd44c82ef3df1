// Screenshots of what a customer sees, in every width and both themes.

import { join } from "node:path";
import { folder } from "./made.mjs";

const WIDTHS = [400, 1000, 1600];

export async function shots(browser, into, views) {
  folder(into);
  for (const [name, address] of views) {
    for (const scheme of ["light", "dark"]) {
      for (const width of WIDTHS) {
        const page = await browser.newPage({
          viewport: { width, height: 900 },
          colorScheme: scheme,
          reducedMotion: "reduce",
        });
        await page.goto(address);
        await page.waitForTimeout(250);
        await page.screenshot({ path: join(into, `${name}-${width}-${scheme}.png`), fullPage: true });
        await page.close();
      }
    }
  }
}
