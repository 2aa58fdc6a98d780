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
isReadOnly = ARGV[1] == 'peek'
local all, rules, seen = nil, {}, {}
local result, n, keys, at = {}, 0, 0, 3

for i = 1, tonumber(ARGV[2]) do
  if string.sub(ARGV[at], 1, 1) == 'b' then
    rules[i] = {text = ARGV[at], kind = 'b', limit = tonumber(ARGV[at + 1]), burst = tonumber(ARGV[at + 2]),
      period = tonumber(ARGV[at + 3]), tick = tonumber(ARGV[at + 4])}
  else
    all = all or limits()
    rules[i] = all.rule(at)
    if rules[i].kind == 'c' and not rules[i].finish then return {'CLOCK', now} end
  end
  at = at + 5
end

-- The common case, a decision on one bucket that is as its rule says, the same as below at a third of the cost.
local function bucket(key, r, cost)
  if r.kind ~= 'b' or r.limit == 0 or seen[key] then return false end
  local limit, period, tick = r.limit, r.period, r.tick
  local value = redis.pcall('GET', key)
  local t, debt = floor(now / tick), 0
  if value then
    if type(value) ~= 'string' then return false end
    local x, y, text = match(value, '^(%d+) (%d+) (.*)$')
    if text ~= r.text then return false end
    local elapsed = t - tonumber(x)
    debt = tonumber(y)
    if elapsed > 0 then
      debt = debt - limit * elapsed
      if debt < 0 then debt = 0 end
    end
  end
  local full = r.burst * period
  local isAdmitted, again = cost <= r.burst and debt + cost * period <= full, 0
  if isAdmitted then
    if not isReadOnly then debt = debt + cost * period end
  elseif cost <= r.burst then
    again = (t + ceil((debt + cost * period - full) / limit)) * tick - now
    if again > MOST then again = MOST end
  else
    again = -1
  end
  local us = 0
  if debt > 0 then
    us = (t + ceil(debt / limit)) * tick - now
    if us > MOST then us = MOST end
  end
  if isAdmitted and us > 0 and not isReadOnly then
    call('SET', key, format('%d %d %s', t, debt, r.text), 'PX', ceil(us / 1000) + 1)
  end
  -- Should it come again in this batch, it is kept at hand.
  seen[key] = true
  local left = r.burst - ceil(debt / period)
  result[n + 1], result[n + 2], result[n + 3] = isAdmitted and 1 or 0, left > 0 and left or 0, again
  result[n + 4], result[n + 5] = us, 0
  return true
end

local S, F = {}, {}
local function decide(count, id)
  all = all or limits()
  local limit, fits, charge = all.limit, all.fits, all.charge
  local isAdmitted = true
  for i = 1, count do
    local ref, cost = tonumber(ARGV[at + 2 * i - 1]), tonumber(ARGV[at + 2 * i])
    local s = limit(KEYS[keys + i], rules[ref > 0 and ref or -ref])
    S[i], F[i] = s, fits(s, cost)
    seen[s.key] = true
    if ref > 0 and not F[i] then isAdmitted = false end
  end
  for i = 1, count do
    local s, again, cost = S[i], 0, tonumber(ARGV[at + 2 * i])
    local place = n + 5 * (i - 1)
    if not F[i] then
      again = all.retry(s, cost)
    elseif not isReadOnly and (isAdmitted or tonumber(ARGV[at + 2 * i - 1]) < 0) then
      charge(s, cost, id)
    end
    result[place + 1], result[place + 2], result[place + 3] = F[i] and 1 or 0, all.remaining(s), again
    result[place + 4], result[place + 5] = all.reset(s), all.window(s)
  end
end

while at <= #ARGV do
  local count, id = tonumber(ARGV[at]), nil
  if not count then
    count, id = match(ARGV[at], '^(%d+) (.*)$')
    count = tonumber(count)
  end
  local ref = tonumber(ARGV[at + 1])
  if count > 1 or not bucket(KEYS[keys + 1], rules[ref > 0 and ref or -ref], tonumber(ARGV[at + 2])) then
    decide(count, id)
  end
  n = n + 5 * count
  keys = keys + count
  at = at + 1 + 2 * count
end
if all and not isReadOnly then all.save() end
return result
