// Asked before a form is sent: whose session this browser is in by now, so that the form neither gets lost at the door nor goes in another's name.

import { signInAgain } from "../filling/signin.js";

const { user, session, signIn } = document.body.dataset;
const PATIENCE = 15_000;

// "": nobody; undefined: no answer, or one that is none of ours (a proxy's page). With the person's own session the page's forms are fit to be sent.
export async function whoIsSignedIn() {
  const answer = await ask();
  if (answer?.user === user) {
    for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) {
      input.value = answer.token;
    }
  }
  return answer?.user;
}

// Whether the person of this page signed in again, in place.
export function signInHere() {
  return signInAgain(user, signIn);
}

async function ask() {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), PATIENCE);
  try {
    const response = await fetch(session, { cache: "no-store", signal: controller.signal });
    const answer = response.ok ? await response.json() : null;
    return typeof answer?.user === "string" && typeof answer.token === "string" ? answer : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
