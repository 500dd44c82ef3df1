// Opens the HTML report in Chromium as its readers do. `node run.mjs`, or `node run.mjs --shots DIR` for pictures of it.

import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import test, { after, before } from "node:test";
import { address, at, coach, desk, launch, open, report, root, settle } from "./desk.mjs";
import { shots } from "./looks.mjs";
import { HOSTILE, LONG, batch, hostile, readLines, samples } from "./made.mjs";

const CALLS = 2000;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
let cards;

before(async () => {
  browser = await launch();
  report("one", "samples/es-seguro-mala.txt");
  report("few", ...samples(root));
  batch(readLines(at("few.out.jsonl")), CALLS, at("batch.jsonl"));
  cards = readLines(report("batch", at("batch.jsonl")));
  hostile(at("hostile.jsonl"));
  writeFileSync(at("coach.toml"), "[limits]\nlongest-turn-kib = 8192\n");
  report("hostile", at("hostile.jsonl"), "--config", at("coach.toml"));
});

after(async () => {
  await browser.close();
  rmSync(desk, { recursive: true });
});

/** A test on a page that must have done nothing wrong at its end. */
function on(what, name, options, run) {
  const once = async () => {
    const page = await open(browser, address(name) + (options.at?.() ?? ""), options);
    try {
      await settle(page);
      await run(page);
      assert.deepEqual(page.wrong, []);
    } finally {
      await page.context().close();
    }
  };
  // A busy machine may be late with an event; what is wrong is wrong twice.
  test(what, () => once().catch(once));
}

const texts = (page, selector) => page.locator(selector).allTextContents();
const shownCount = async (page) => Number((await texts(page, ".tile dd"))[0].replace(/\D.*/s, ""));
const elements = (page) => page.evaluate(() => document.body.querySelectorAll("*:not(script)").length);

on("a call shows everything that was found in it", "one.html", {}, async (page) => {
  const [card] = readLines(at("one.out.jsonl"));
  assert.equal(await page.locator("h1").textContent(), card.id);
  assert.equal(await page.locator("html").getAttribute("lang"), "es");
  assert.match(await page.locator(".big").textContent(), new RegExp(`^${card.score} `));
  assert.equal(await page.locator("li.turn").count(), card.turns.length);
  const faults = card.turns.flatMap((turn) => turn.findings.filter((finding) => finding.kind === "avoid"));
  const missed = card.expected.filter((due) => due.status === "missed");
  assert.equal(await page.locator("li.turn .card").count(), faults.length);
  assert.equal(await page.locator(".many .card").count(), missed.length);
  const messages = (await texts(page, "li.turn .card .message")).toSorted();
  assert.deepEqual(messages, faults.map((finding) => finding.message).toSorted());
  const marked = await texts(page, "mark");
  assert.ok(faults.some((finding) => marked.includes(finding.quote)));
  for (const part of [".timeline", ".timeline .mark", ".state", ".legend", ".met", ".sum", ".raise", ".measured"])
    assert.ok(await page.locator(part).count(), part);
});

on("keys go from finding to finding, and to the turn", "one.html", {}, async (page) => {
  const focused = () => page.evaluate(() => [...document.querySelectorAll(".card")].indexOf(document.activeElement));
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  assert.equal(await focused(), 1);
  await page.keyboard.press("k");
  assert.equal(await focused(), 0);
  await page.locator(".timeline .mark.fault path").last().click();
  await settle(page);
  assert.match(await page.evaluate(() => document.activeElement.id), /^turn-\d+$/);
  await page.keyboard.press("Shift+?");
  assert.ok(await page.locator("dialog[open] kbd").count());
  await page.keyboard.press("Escape");
  // Its end is an event of its own.
  await page.locator("dialog").waitFor({ state: "detached" });
  assert.equal(await page.locator("dialog").count(), 0);
});

on("the way past the top works and changes no address", "batch.html", { at: () => "#call=3" }, async (page) => {
  await page.evaluate(() => document.activeElement.blur());
  await page.locator(".skip").focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "content");
  assert.match(page.url(), /#call=3$/);
});

on("two thousand calls stay small in the document", "batch.html", {}, async (page) => {
  assert.equal(await shownCount(page), 2);
  assert.match((await texts(page, ".tile dd"))[0], /^2,000/);
  assert.equal(await page.locator("tr[data-call]").count(), 50);
  assert.ok((await elements(page)) < 3000, `${await elements(page)} elements`);
  await page.locator("tr[data-call] a").first().click();
  await settle(page);
  assert.ok(await page.locator("article.call").count());
  assert.equal(await page.locator("tr[data-call]").count(), 0);
  assert.ok((await elements(page)) < 3000, `${await elements(page)} elements`);
  await page.keyboard.press("n");
  await settle(page);
  assert.match(await page.locator(".steps").textContent(), /2 of 2,000/);
  const second = await page.locator("h1").textContent();
  await page.keyboard.press("Escape");
  await settle(page);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), second);
});

on("filters change the rows, the charts and the address", "batch.html", {}, async (page) => {
  const found = async () => {
    await page.waitForTimeout(260);
    await settle(page);
    return (await texts(page, ".tile dd"))[0].replace(/of.*/, "").replace(",", "");
  };
  const counts = (which) => String(cards.filter(which).length);
  const faults = (card) => [
    ...card.turns.flatMap((turn) => turn.findings.filter((finding) => finding.kind === "avoid")),
    ...card.expected.filter((due) => due.status === "missed"),
  ];
  const agent = cards[0].agent;
  await page.locator("select[name=agent]").selectOption(agent);
  assert.equal(
    await found(),
    counts((card) => card.agent === agent),
  );
  assert.match(await page.locator("#status").textContent(), /of 2,000 calls/);
  assert.deepEqual([...new Set(await texts(page, "td.who"))], [`${agent} \u00b7 ${cards[0].team}`]);
  await page.reload();
  assert.equal(
    await found(),
    counts((card) => card.agent === agent),
  );
  assert.equal(await page.locator("select[name=agent]").inputValue(), agent);
  await page.locator(".reset").click();
  assert.equal(await found(), String(CALLS));
  await page.locator("select[name=team]").selectOption("Sur");
  await page.locator("select[name=verdict]").selectOption("passed");
  assert.equal(
    await found(),
    counts((card) => card.team === "Sur" && card.passed),
  );
  await page.locator(".reset").click();
  await page.locator("select[name=behaviour]").selectOption("jargon");
  assert.equal(
    await found(),
    counts((card) => faults(card).some((fault) => fault.behaviour === "jargon")),
  );
  await page.locator(".reset").click();
  await page.locator("input[name=from]").fill("40");
  await page.locator("input[name=to]").fill("80");
  assert.equal(
    await found(),
    counts((card) => card.score >= 40 && card.score <= 80),
  );
  await page.locator(".reset").click();
  await page.locator("input[name=text]").fill("CALL-0017");
  assert.equal(await found(), "1");
  await page.locator("input[name=text]").fill("nobody says this");
  await page.locator(".empty").waitFor();
  const quote = faults(cards[5]).find((fault) => fault.quote)?.quote ?? "";
  await page.locator("input[name=text]").fill(quote.slice(0, 30));
  const some = Number(await found());
  assert.ok(some > 0 && some < CALLS, `${some} calls with ${quote}`);
  await page.locator(".reset").click();
  await page.locator("select[name=sort]").selectOption("score-down");
  await settle(page);
  const scores = (await texts(page, "td.score .badge")).map((text) => parseFloat(text));
  assert.deepEqual(
    scores,
    scores.toSorted((a, b) => b - a),
  );
  await page.locator(".bars a").first().click();
  assert.match(page.url(), /behaviour=/);
});

test("a verdict is kept, saved, read by the program and read back", async () => {
  const index = faulty();
  const page = await open(browser, `${address("batch.html")}#call=${index}`);
  const card = page.locator("li.turn .card").first();
  const fingerprint = await card.getAttribute("data-finding");
  await card.getByRole("button", { name: "Wrong" }).click();
  const dialog = page.locator("dialog");
  const save = dialog.getByRole("button", { name: "Save verdicts" });
  await page.locator("#verdicts").click();
  await save.click();
  assert.match(await dialog.textContent(), /who you are/);
  await page.locator("input[name=who]").fill("Rosa");
  await save.click();
  assert.match(await dialog.textContent(), /without a note/);
  await dialog.getByRole("button", { name: "Show it" }).click();
  await page.waitForTimeout(120);
  await page.keyboard.type("The customer asked for it <b>");
  await page.locator("#verdicts").click();
  const [download] = await Promise.all([page.waitForEvent("download"), save.click()]);
  assert.equal(download.suggestedFilename(), "verdicts.jsonl");
  await download.saveAs(at("verdicts.jsonl"));
  const [line, ...others] = readLines(at("verdicts.jsonl"));
  assert.deepEqual(others, []);
  const { when, ...rest } = line;
  const finding = cards[index].turns.flatMap((turn) => turn.findings).find((one) => one.fingerprint === fingerprint);
  assert.deepEqual(rest, {
    fingerprint,
    call: cards[index].id,
    rule: finding.rule,
    verdict: "wrong",
    note: "The customer asked for it <b>",
    who: "Rosa",
  });
  assert.match(when, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  await page.reload();
  assert.equal(
    await page.locator(`[data-judge="${fingerprint}"] [data-verdict=wrong]`).getAttribute("aria-pressed"),
    "true",
  );
  assert.deepEqual(page.wrong, []);
  await page.context().close();

  const disputed = readLines(report("disputed", at("batch.jsonl"), "--disputes", at("verdicts.jsonl")));
  assert.equal(disputed[index].disputed, 1);
  assert.ok(disputed[index].score > cards[index].score);
  const again = await open(browser, `${address("disputed.html")}#call=${index}`);
  assert.match(
    await again.locator(".card.disputed").first().textContent(),
    /Disputed by Rosa .*The customer asked for it <b>/,
  );
  await again.locator("#verdicts").click();
  await again.locator("dialog input[type=file]").setInputFiles(at("verdicts.jsonl"));
  await again.locator("dialog", { hasText: "1 verdicts taken over; 0 lines were none." }).waitFor();
  assert.equal(
    await again.locator(`[data-judge="${fingerprint}"] .note`).inputValue(),
    "The customer asked for it <b>",
  );
  assert.deepEqual(again.wrong, []);
  await again.context().close();
});

on("a hostile transcript stays inert and can be read", "hostile.html", {}, async (page) => {
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  assert.equal(await page.locator("main script, main img, main iframe, main b b, main i").count(), 0);
  assert.equal(await page.locator("h1").textContent(), "</script><img src=x onerror=window.pwned=5>");
  const said = await texts(page, ".said");
  for (const text of HOSTILE.slice(0, 5)) assert.ok(said.includes(text), text);
  assert.ok(
    said.every((text) => !/[\u0000-\u0008\u001b\u202a-\u202e\u2066-\u2069]/.test(text)),
    "nothing steers",
  );
  assert.ok(said.some((text) => text.includes("\ufffd[31mred")));
  const [card] = readLines(at("hostile.out.jsonl"));
  const behind = card.turns[HOSTILE.length].findings.find((finding) => finding.kind === "avoid");
  assert.ok(behind.span[0] >= 40);
  assert.ok((await texts(page, "mark")).includes(behind.quote), "spans count characters");
  const long = page.locator("li.turn", { hasText: "xxxxxxxx" });
  assert.ok((await long.locator(".said").textContent()).length < 10000, "a long turn is cut");
  assert.match(await long.locator("button").first().textContent(), new RegExp(LONG.toLocaleString("en-US")));
  await long.locator("button").first().click();
  assert.ok((await long.locator(".said").textContent()).length > 60000);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
});

/** A call with faults and times. */
const faulty = () =>
  cards.findIndex(
    (card) =>
      card.metrics.duration_seconds &&
      card.turns.some((turn) => turn.findings.some((finding) => finding.kind === "avoid")),
  );
const inBatch = () => `#call=${faulty()}`;

const VIEWS = [
  ["one.html", ""],
  ["batch.html", ""],
  ["batch.html", "#call=\u2026", inBatch],
  ["hostile.html", ""],
  ["few.html", "#call=0", () => "#call=0"],
];

for (const [name, where, place] of VIEWS) {
  for (const scheme of ["light", "dark"]) {
    on(`axe finds nothing serious: ${name}${where} ${scheme}`, name, { at: place, scheme }, async (page) => {
      if (where) await page.locator(".judge button").first().click();
      await page.evaluate(axe);
      const violations = async () => {
        const { violations: all } = await page.evaluate(() =>
          window.axe.run(document, { resultTypes: ["violations"] }),
        );
        return all
          .filter((one) => ["serious", "critical", "moderate"].includes(one.impact))
          .map(
            (one) =>
              `${one.id}: ${one.nodes
                .slice(0, 3)
                .map((node) => `${node.html.slice(0, 200)} ${node.failureSummary}`)
                .join("\n")}`,
          );
      };
      assert.deepEqual(await violations(), []);
      await page.locator("#verdicts").click();
      assert.deepEqual(await violations(), []);
    });
  }
  for (const width of [320, 400, 1000]) {
    on(`nothing is wider than ${width} pixels: ${name}${where}`, name, { at: place, width }, async (page) => {
      assert.deepEqual(
        await page.evaluate(() =>
          [...document.querySelectorAll("body *")]
            .filter(
              (one) =>
                one.getBoundingClientRect().right > innerWidth + 1 &&
                !one.closest(".unseen, .skip, svg, .costs, .calls thead"),
            )
            .slice(0, 3)
            .map((one) => one.outerHTML.slice(0, 200)),
        ),
        [],
      );
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    });
  }
}

on("a call prints whole, without what is pressed", "one.html", {}, async (page) => {
  await page.emulateMedia({ media: "print" });
  for (const gone of ["#top", ".judge", "button"]) assert.equal(await page.locator(`${gone}:visible`).count(), 0, gone);
  assert.equal(await page.locator("li.turn:visible").count(), await page.locator("li.turn").count());
  assert.ok((await page.pdf()).length > 10000);
});

on("the theme can be chosen, and holds", "one.html", { scheme: "light" }, async (page) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByRole("button", { name: "Claro u oscuro" }).click();
  assert.notEqual(await ground(), light);
  await page.reload();
  assert.notEqual(await ground(), light);
});

test("what could not be read or judged is told, and that nothing is masked", async () => {
  writeFileSync(at("broken.json"), '{"turns": [');
  writeFileSync(
    at("nobody.jsonl"),
    `${JSON.stringify({ id: "nobody", turns: [{ speaker: "customer", text: "Hello?" }] })}\n`,
  );
  report("odd", at("broken.json"), at("nobody.jsonl"), "samples/en-card-middling.txt");
  const page = await open(browser, address("odd.html"));
  assert.match(await page.locator("details.notice-box summary").textContent(), /1 input could not be read/);
  assert.match(await page.locator("details.notice-box").textContent(), /broken\.json.*JSON/s);
  assert.match(await page.locator(".notices").textContent(), /not masked/);
  await page.getByRole("link", { name: "nobody" }).click();
  await settle(page);
  assert.match(await page.locator(".call-head .notice-box").textContent(), /nothing is judged/);
  assert.deepEqual(page.wrong, []);
  await page.context().close();
});

test("a run that could read nothing says so", async () => {
  writeFileSync(at("nothing.json"), "{");
  report("nothing", at("nothing.json"));
  const page = await open(browser, address("nothing.html"));
  assert.match(await page.locator("main").textContent(), /nothing\.json.*There are no calls in this report/s);
  assert.ok(await page.locator("details.notice-box[open]").count());
  assert.deepEqual(page.wrong, []);
  await page.context().close();
});

test("personal data is masked unless somebody refuses", async () => {
  writeFileSync(
    at("card.txt"),
    "Agent: Good morning, how can I help?\nCustomer: My e-mail is rosa.prado@example.org.\nAgent: Thank you.\n",
  );
  coach("score", at("card.txt"), "-o", at("masked.html"));
  assert.ok(!readFileSync(at("masked.html"), "utf8").includes("rosa.prado"));
  const page = await open(browser, address("masked.html"));
  assert.match(await page.locator(".notices").textContent(), /data is masked/);
  assert.equal(await page.locator("li.turn").count(), 3);
  assert.deepEqual(page.wrong, []);
  await page.context().close();
});

test("what a baseline knows is shown as known", async () => {
  coach("score", "samples/es-seguro-mala.txt", "--write-baseline", at("baseline.jsonl"));
  report("known", "samples/es-seguro-mala.txt", "--baseline", at("baseline.jsonl"));
  const page = await open(browser, address("known.html"));
  assert.ok((await page.locator(".card .record").count()) > 3);
  await page.context().close();
});

const into = process.argv.includes("--shots") ? process.argv[process.argv.indexOf("--shots") + 1] : null;
if (into) {
  test("screenshots", async () => {
    await shots(browser, into, [
      ["one", address("one.html")],
      ["batch", address("batch.html")],
      ["call", address("batch.html") + inBatch()],
    ]);
  });
}
