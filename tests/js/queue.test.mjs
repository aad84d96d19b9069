// The saving queue against a simulated server, in whatever order things come.

import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { Page, PATHS, Server, UNREADABLE } from "./simulation.mjs";

const RUNS = { seed: 20_260, numRuns: 10_000 };

const path = fc.constantFrom(...PATHS);
const text = fc.constantFrom("", "1", "2", "3", UNREADABLE);
const others = fc.constantFrom("", "1", "2", "9");
const one = (name, ...parts) => fc.tuple(fc.constant(name), ...parts);
const event = fc.oneof(
  { weight: 5, arbitrary: one("type", path, text) },
  { weight: 4, arbitrary: one("send") },
  { weight: 4, arbitrary: one("hear") },
  { weight: 2, arbitrary: one("arrive") },
  { weight: 3, arbitrary: one("saves", path, others) },
  { weight: 2, arbitrary: one("cut", fc.boolean()) },
  { weight: 1, arbitrary: one("look") },
  { weight: 1, arbitrary: one("insist", path) },
  { weight: 1, arbitrary: one("takeTheirs", path) },
  { weight: 1, arbitrary: one("reload") },
  { weight: 1, arbitrary: one("refuse") },
);

// Orders of events in which a text was once lost, or overwrote another's unseen.
const EXAMPLES = {
  "a text that changes nothing gives way to what others saved, also when the page shows a later revision by then": [
    ["saves", "a", "1"],
    ["type", "a", ""],
    ["look"],
  ],
  "what is typed while a text that changes nothing is on its way does not overwrite what others saved": [
    ["saves", "a", "9"],
    ["type", "a", ""],
    ["send"],
    ["type", "a", "1"],
  ],
  "what an answer to an older text tells of a cell is what the next text in it rests on": [
    ["saves", "b", "9"],
    ["type", "a", ""],
    ["reload"],
    ["saves", "a", "1"],
    ["send"],
    ["hear"],
    ["type", "a", ""],
  ],
  "taking over what another saved does not overwrite what was saved since": [
    ["type", "a", "1"],
    ["saves", "a", "2"],
    ["send"],
    ["hear"],
    ["saves", "a", "9"],
    ["look"],
    ["takeTheirs", "a"],
  ],
  "a text typed back after a request that arrived unheard and was refused is stored": [
    ["type", "a", "2"],
    ["send"],
    ["arrive"],
    ["cut", false],
    ["type", "a", ""],
    ["send"],
    ["refuse"],
  ],
};

function play(events) {
  const server = new Server();
  const page = new Page(server);
  for (const [name, ...parts] of events) {
    page.now += 1;
    if (name === "saves") {
      server.store("other", { [parts[0]]: parts[1] });
    } else {
      page[name](...parts);
    }
  }
  page.finish();
  return { server, page };
}

// It is what this person stored last, or what others stored since; or it is no change of what the person knew to stand there, and is given up
// for what others saved since.
function isDelivered(server, { path: where, text: typed, knows }) {
  const changes = server.changes.filter((change) => change.path === where);
  const last = changes.map(({ by }) => by).lastIndexOf("me");
  const since = changes.slice(Math.max(last, 0)).filter(({ by, revision }) => by === "me" || revision > knows);
  const isGivenUp = server.textAt(where, knows) === typed && (last < 0 || last < changes.length - 1 || changes[last].revision <= knows);
  return isGivenUp || since.some((change) => change.text === typed);
}

function agrees({ server, page }) {
  const unreadable = PATHS.filter((where) => page.queue.pending.has(where));
  assert.deepEqual(unreadable.filter((where) => page.shown[where] !== UNREADABLE), [], "only what can't be read is left to send");
  for (const where of PATHS.filter((one) => !unreadable.includes(one))) {
    assert.equal(page.shown[where], server.texts[where], `page and server agree on ${where}`);
  }
  assert.equal(page.kept.size, unreadable.length, "the browser keeps what the server does not have, and nothing else");
  const typed = [...page.acts.values()].filter((act) => act.text !== UNREADABLE);
  assert.deepEqual(typed.filter((act) => !isDelivered(server, act)), [], "nothing typed is lost");
}

test("no text is lost or overwrites another's unseen, and in the end page and server agree", () => {
  fc.assert(fc.property(fc.array(event, { maxLength: 40, size: "max" }), (events) => agrees(play(events))), RUNS);
});

for (const [name, events] of Object.entries(EXAMPLES)) {
  test(name, () => agrees(play(events)));
}
