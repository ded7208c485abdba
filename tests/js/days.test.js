import assert from "node:assert/strict";
import { test } from "node:test";

// Times without a zone are the reader's own.
for (const zone of ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Asia/Kolkata"]) {
  test(zone, async (t) => {
    process.env.TZ = zone;
    await inZone(t, await import(`/page/days.js?${zone}`)); // one of its own: it takes the zone when it is loaded
  });
}

async function inZone(t, { dayOf, daysAgo, whenOf }) {
  const NOW = new Date("2026-03-02T00:30:00");

  await t.test("a day ends at midnight, not after 24 hours", () => {
    assert.equal(dayOf(new Date("2026-03-02T00:00:00"), NOW), "Today");
    assert.equal(dayOf(new Date("2026-03-01T23:59:59"), NOW), "Yesterday");
    assert.equal(dayOf(new Date("2026-03-01T00:00:00"), NOW), "Yesterday");
    assert.equal(dayOf(new Date("2026-02-28T23:59:59"), NOW), "Last 7 days");
  });

  await t.test("a week back has the month's name", () => {
    assert.equal(dayOf(new Date("2026-02-24T12:00:00"), NOW), "Last 7 days");
    assert.equal(dayOf(new Date("2026-02-23T12:00:00"), NOW), "February 2026");
    assert.equal(dayOf(new Date("2025-02-23T12:00:00"), NOW), "February 2025");
  });

  await t.test("what a clock that is ahead has written is of today", () => {
    assert.equal(dayOf(new Date("2026-03-05T12:00:00"), NOW), "Today");
  });

  await t.test("the days when clocks change are days like others", () => {
    for (const [day, next] of [
      ["2026-03-28", "2026-03-29"], ["2026-03-29", "2026-03-30"], ["2026-10-24", "2026-10-25"],
      ["2026-10-25", "2026-10-26"], ["2026-03-07", "2026-03-08"], ["2026-03-08", "2026-03-09"],
    ]) {
      assert.equal(daysAgo(new Date(`${day}T00:10:00`), new Date(`${next}T23:50:00`)), 1, day);
    }
  });

  await t.test("the hour is told for two days, then the date", () => {
    assert.match(whenOf(new Date("2026-03-01T09:05:00"), NOW).short, /\b0?9\D05/);
    assert.equal(whenOf(new Date("2026-02-28T09:05:00"), NOW).short, "Feb 28, 2026");
    assert.match(whenOf(new Date("2026-02-28T09:05:00"), NOW).exact, /2026.*0?9\D05/);
  });
}
