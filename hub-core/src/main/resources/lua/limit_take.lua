-- purpose: take from limits, all of a decision's or none; or look whether it could be
-- include: clock
-- include: limit
-- include: limit_seldom
-- KEYS[1] and following, the limit of each claim, in their order; one may come several times
-- ARGV[1] take or peek
-- ARGV[2] number of rules
-- ARGV[3] and following, the rules, see limit; then each decision: one number for each claim, cost * 1024 + number of the rule
--   * 2 + 1 if it cannot refuse; in front, unless it is one claim without id, "n<claims> <id>", with an id if one is on a log or slots
-- result: for each claim 0 if the limit admits it, else after how many us it may (-1 never); how much could be taken now; after
--   how many us all is free; and of windows the start of the present one in us. Or {CLOCK, time in us} and nothing was done,
--   when that is in none of a calendar's windows
-- cost: O(claims); of a log or slots O(log entries), and O(entries that are over)
-- idempotent: no
isReadOnly = ARGV[1] == 'peek'
local all, rules = nil, {}
-- Of buckets that were decided on: their debts now, under which rules, and which of them are to be written.
local debts, owners, changed = {}, {}, {}
local result, n, keys, at = {}, 0, 0, 3

for i = 1, tonumber(ARGV[2]) do
  rules[i], at = rule(at)
  if rules[i].kind == 'c' and not rules[i].finish then return {'CLOCK', now} end
end

local function wait(r, t, units)
  if units <= 0 then return 0 end
  local us = (t + ceil(units / r.limit)) * r.tick - now
  return us < MOST and us or MOST
end

-- The debt of a bucket that is as its rule says; nil if it is otherwise.
local function debt_of(key, r, t)
  local value = redis.pcall('GET', key)
  if not value then return 0 end
  local x, y, text
  if type(value) == 'string' then x, y, text = match(value, '^(%d+) (%d+) (.*)$') end
  if text ~= r.text then return nil end
  local debt, elapsed = tonumber(y), t - tonumber(x)
  if elapsed > 0 then debt = debt - r.limit * elapsed end
  return debt > 0 and debt or 0
end

-- The common case, a decision on one bucket: the same as below at a fraction of the cost. False where it does not go.
local function bucket(key, r, cost)
  local debt, t = debts[key], floor(now / r.tick)
  if r.kind ~= 'b' or r.limit == 0 or debt == false or (debt and owners[key] ~= r) then return false end
  debt = debt or debt_of(key, r, t)
  if not debt then return false end
  local again, over = 0, debt + cost * r.period - r.burst * r.period
  if cost > r.burst then
    again = -1
  elseif over > 0 then
    again = wait(r, t, over)
  elseif cost > 0 and not isReadOnly then
    debt = debt + cost * r.period
    changed[key] = true
  end
  debts[key], owners[key] = debt, r
  local left = r.burst - ceil(debt / r.period)
  result[n + 1], result[n + 2], result[n + 3] = again, left > 0 and left or 0, wait(r, t, debt)
  n = n + 3
  return true
end

local function write(key)
  if not changed[key] then return end
  local r, debt = owners[key], debts[key]
  local t = floor(now / r.tick)
  call('SET', key, format('%d %d %s', t, debt, r.text), 'PX', ceil(wait(r, t, debt) / 1000) + 1)
  changed[key] = nil
end

local function decide(count, id)
  all = all or limits()
  local S, C, F = {}, {}, {}
  local limit, fits, charge = all.limit, all.fits, all.charge
  local isAdmitted = true
  for i = 1, count do
    local code, key = tonumber(ARGV[at + i - 1]), KEYS[keys + i]
    write(key)
    debts[key] = false
    local s = limit(key, rules[floor(code % 1024 / 2)])
    S[i], C[i] = s, floor(code / 1024)
    F[i] = fits(s, C[i])
    if code % 2 == 0 and not F[i] then isAdmitted = false end
  end
  for i = 1, count do
    local s, again = S[i], 0
    if not F[i] then
      again = all.retry(s, C[i])
    elseif C[i] > 0 and not isReadOnly and (isAdmitted or tonumber(ARGV[at + i - 1]) % 2 == 1) then
      charge(s, C[i], id)
    end
    result[n + 1], result[n + 2], result[n + 3], result[n + 4] = again, all.remaining(s), all.reset(s), all.window(s)
    n = n + (result[n + 4] and 4 or 3)
  end
end

while at <= #ARGV do
  local code, count, id = tonumber(ARGV[at]), 1, nil
  if not code then
    count, id = match(ARGV[at], '^n(%d+) (.*)$')
    count, at = tonumber(count), at + 1
    code = tonumber(ARGV[at])
  end
  if count > 1 or not bucket(KEYS[keys + 1], rules[floor(code % 1024 / 2)], floor(code / 1024)) then
    decide(count, id)
  end
  keys = keys + count
  at = at + count
end
for key in pairs(changed) do write(key) end
if all and not isReadOnly then all.save() end
return result
