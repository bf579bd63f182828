// What this browser remembers of the stories that were read: of each the moment of the newest version, and when.
// It stays here; nothing is sent anywhere.

const PLACE = "rowback:read";

// Stories that are remembered, those read last. A moment and a time are about 60 bytes.
const MOST = 500;

// A capture's moment, as permalinks write it: "20261105T202000.000Z", perhaps with ".2". They sort as they follow.
const MOMENT = /^\d{8}T\d{6}\.\d{3}Z(\.\d{1,9})?$/;

function all() {
  try {
    const found = JSON.parse(localStorage.getItem(PLACE) ?? "{}");
    return found !== null && typeof found === "object" && !Array.isArray(found) ? found : {};
  } catch {
    return {}; // Storage is switched off, or holds what is not ours.
  }
}

// What is remembered of a story: {moment, at}, or null.
export function remembered(story) {
  const found = all()[story];
  return found && MOMENT.test(found.moment) && Number.isFinite(found.at) ? found : null;
}

function keep(memory) {
  const newest = Object.entries(memory).sort((one, other) => other[1].at - one[1].at).slice(0, MOST);
  try {
    localStorage.setItem(PLACE, JSON.stringify(Object.fromEntries(newest)));
  } catch {
    // Full or switched off: then nothing is remembered, and the page works as without a script.
  }
}

export function remember(story, moment) {
  if (!MOMENT.test(moment)) return;
  keep({ ...all(), [story]: { moment, at: Date.now() } });
}

export function forget(story) {
  const memory = all();
  delete memory[story];
  keep(memory);
}
