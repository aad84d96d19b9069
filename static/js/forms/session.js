// Whose session this browser is in by now: asked before anything is sent, so that it neither gets lost at the door nor goes in another's name.

import { all } from "../dom.js";
import { ask, BY_ITSELF } from "../filling/transport.js";

const { user, session = "" } = document.body.dataset;

// "": nobody; undefined: no answer, or one that is none of ours (a proxy's page). With the person's own session the page's forms are fit to be sent.
export async function whoIsSignedIn() {
  const now = await askSession();
  if (now?.user === user) {
    for (const input of all(document, "input[name=csrfmiddlewaretoken]", HTMLInputElement)) {
      input.value = now.token;
    }
  }
  return now?.user;
}

// { user, token: for a form that is sent in this session }, null where no answer of ours came.
export async function askSession() {
  const { status, text } = await ask(session, BY_ITSELF);
  try {
    const answer = status === 200 ? JSON.parse(text) : null;
    return typeof answer?.user === "string" && typeof answer.token === "string" ? answer : null;
  } catch {
    return null;
  }
}
