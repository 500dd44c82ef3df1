// The dialogs: the reader's verdicts on their way to a file and back, and the keys.

function dialog(key, ...children) {
  const box = el("dialog", { "aria-labelledby": `dialog-${key}` });
  const close = el(
    "button.quiet.close",
    { type: "button", "aria-label": say("close"), click: () => box.close() },
    sign("bad"),
  );
  put(box, [el("header", null, el("h2", { id: `dialog-${key}` }, say(key)), close), children]);
  box.addEventListener("close", () => box.remove());
  // A press beside the box closes it.
  box.addEventListener("click", (event) => {
    if (event.target === box) box.close();
  });
  document.body.append(box);
  box.showModal();
  return box;
}

function download(text) {
  const link = el("a", { download: "verdicts.jsonl" });
  link.href = URL.createObjectURL(new Blob([text], { type: "application/jsonl" }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** Opens the call of a verdict at its card. */
function show(line) {
  const row = rows.find((one) => one.id === line.call);
  if (!row) return;
  if (!single) go({ call: row.index, turn: "" });
  setTimeout(() => {
    document.querySelector(`[data-finding="${CSS.escape(line.fingerprint)}"]`)?.focus();
    document.querySelector(`[data-judge="${CSS.escape(line.fingerprint)}"] .note`)?.focus();
  }, 60);
}

function verdictDialog() {
  const said = el("p.said-of-file", { role: "status" });
  const told = (...children) => {
    clear(said);
    put(said, children);
  };
  const name = el("input", {
    type: "text",
    name: "who",
    autocomplete: "name",
    value: reviewer,
    input: () => {
      reviewer = name.value.trim();
      keep();
    },
  });
  const counts = el("p");
  const count = () => {
    const all = [...verdicts.values()];
    const right = all.filter((line) => line.verdict === "right").length;
    clear(counts);
    put(counts, [
      all.length
        ? say("verdict-count", { right: number(right), wrong: number(all.length - right) })
        : say("no-verdicts"),
    ]);
  };
  const save = () => {
    const [lacking] = withoutReason();
    if (!reviewer) {
      told(say("name-needed"));
      name.focus();
    } else if (lacking) {
      told(
        counted("reason-needed", withoutReason().length),
        " ",
        el(
          "button.quiet",
          {
            type: "button",
            click: () => {
              box.close();
              show(lacking);
            },
          },
          say("show-it"),
        ),
      );
    } else {
      download(written());
      told(say("saved"));
    }
  };
  const file = el("input.unseen", {
    type: "file",
    accept: ".jsonl,.ndjson,.json",
    tabindex: "-1",
    "aria-label": say("load"),
    change: async () => {
      if (!file.files[0]) return;
      const { taken, refused } = readVerdicts(await file.files[0].text());
      file.value = "";
      count();
      told(say("loaded", { taken: number(taken), refused: number(refused) }));
    },
  });
  count();
  const box = dialog(
    "verdicts",
    el("p.faint", null, say("verdicts-about")),
    counts,
    el("label.field", null, el("span", null, say("your-name")), name),
    el(
      "div.buttons",
      null,
      el("button.main", { type: "button", click: save }, say("save")),
      el("button", { type: "button", click: () => file.click() }, say("load")),
      file,
    ),
    said,
  );
}

const KEYS = [
  ["j", "key.next"],
  ["k", "key.previous"],
  ["r", "key.right"],
  ["w", "key.wrong"],
  ["n", "key.next-call"],
  ["p", "key.previous-call"],
  ["/", "key.search"],
  ["Esc", "key.back"],
  ["?", "key.help"],
];

const keysDialog = () =>
  dialog(
    "keys",
    el(
      "dl.keys",
      null,
      KEYS.filter(([key]) => !single || !["n", "p", "/"].includes(key)).map(([key, what]) =>
        el("div", null, el("dt", null, el("kbd", null, key)), el("dd", null, say(what))),
      ),
    ),
  );
