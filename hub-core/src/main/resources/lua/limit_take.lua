-- purpose: take from limits, all of a decision's or none; or look whether it could be
-- include: clock
-- include: limit
-- KEYS[1] and following, the limit of each claim, in their order; one may come several times
-- ARGV[1] take or peek
-- ARGV[2] number of rules
-- ARGV[3] and following, the rules, see limit; then each decision: number of its claims, and behind a space its id if one is
--   on a log or slots; and for each claim number of the rule, below 0 if it cannot refuse, and cost
-- result: for each claim 1 if the limit admits it, how much could be taken now, after how many us the same may be admitted (-1
--   never), after how many all is free, start of the window in us; or {CLOCK, time in us} and nothing was done, when that is
--   in none of a calendar's windows
-- cost: O(claims); of a log or slots O(log entries), and O(entries that are over)
-- idempotent: no
local rules, at = {}, 3
for i = 1, tonumber(ARGV[2]) do
  local r = rule(at)
  if r.kind == 'c' and not r.finish then return {'CLOCK', now} end
  rules[i] = r
  at = at + 5
end
isReadOnly = ARGV[1] == 'peek'
local result, n, keys = {}, 0, 0
local S, F = {}, {}
while at <= #ARGV do
  local count, id = tonumber(ARGV[at]), nil
  if not count then
    count, id = match(ARGV[at], '^(%d+) (.*)$')
    count = tonumber(count)
  end
  local isAdmitted = true
  for i = 1, count do
    local ref, cost = tonumber(ARGV[at + 2 * i - 1]), tonumber(ARGV[at + 2 * i])
    local s = limit(KEYS[keys + i], rules[ref > 0 and ref or -ref])
    S[i], F[i] = s, fits(s, cost)
    if ref > 0 and not F[i] then isAdmitted = false end
  end
  for i = 1, count do
    local s, again = S[i], 0
    local cost = tonumber(ARGV[at + 2 * i])
    if not F[i] then
      again = retry(s, cost)
    elseif not isReadOnly and (isAdmitted or tonumber(ARGV[at + 2 * i - 1]) < 0) then
      charge(s, cost, id)
    end
    result[n + 1], result[n + 2], result[n + 3] = F[i] and 1 or 0, remaining(s), again
    result[n + 4], result[n + 5] = reset(s), window(s)
    n = n + 5
  end
  keys = keys + count
  at = at + 1 + 2 * count
end
if not isReadOnly then save() end
return result
