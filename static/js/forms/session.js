// Whose session this browser has now: checked before anything is sent, so that it neither gets lost at the sign-in nor is sent in another person's name.

import { all } from "../dom.js";
import { ask, BY_ITSELF } from "../filling/transport.js";

const { user, session = "" } = document.body.dataset;

// "": nobody's; undefined: no answer, or none of ours (a proxy's page). In the person's own session, the page's forms are ready to be sent.
export async function whoIsSignedIn() {
  const now = await askSession();
  if (now?.user === user) {
    for (const input of all(document, "input[name=csrfmiddlewaretoken]", HTMLInputElement)) {
      input.value = now.token;
    }
  }
  return now?.user;
}

// { user, token: for a form sent in this session }; null if no answer of ours came.
export async function askSession() {
  const { status, text } = await ask(session, BY_ITSELF);
  try {
    const answer = status === 200 ? JSON.parse(text) : null;
    return typeof answer?.user === "string" && typeof answer.token === "string" ? answer : null;
  } catch {
    return null;
  }
}
