-- purpose: take from limits, all of a decision's or none; or look whether it could be
-- include: clock
-- include: limit_state
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
local rules, all = {}, nil
local result, n, keys, at, last = {}, 0, 0, 3, #ARGV

for i = 1, tonumber(ARGV[2]) do
  rules[i], at = rule(at)
  if rules[i].kind == 'c' and not rules[i].finish then return {'CLOCK', now} end
  rules[i].now = floor(now / rules[i].tick)
end

-- What stands at the keys, read in one go, which costs half; false for what is no STRING. Where a bucket was decided on its debt
-- stands there at its first place; where a state is elsewhere by now, false.
local values = call('MGET', unpack(KEYS))
local places, owners, ends, changed = {}, {}, {}, {}

-- Most claims are told alike: each is read once.
local claims = {}
local function claim(text)
  local known = claims[text]
  if not known then
    local code = tonumber(text)
    known = {rule = rules[floor(code % 1024 / 2)], cost = floor(code / 1024), isEnforced = code % 2 == 0}
    claims[text] = known
  end
  return known
end

-- The debt of a bucket that is as its rule says; nil if it is otherwise.
local function debt_of(place, r)
  local value = values[place] or redis.pcall('GET', KEYS[place])
  owners[place], ends[place] = r, 0
  if not value then return 0 end
  if type(value) ~= 'string' or sub(value, TEXT) ~= r.text then return nil end
  local x, debt, _, finish = unpack_state(HEAD, value)
  ends[place] = finish
  if x < r.now then debt = debt - r.limit * (r.now - x) end
  return debt > 0 and debt or 0
end

-- The common case, a decision on one bucket: the same as below at a fraction of the cost. False where it does not go.
local function bucket(key, r, cost)
  if r.kind ~= 'b' or r.limit == 0 then return false end
  local place, debt = places[key], nil
  if not place then
    place = keys + 1
    debt = debt_of(place, r)
    if not debt then return false end
    places[key], values[place] = place, debt
  else
    debt = values[place]
    if owners[place] ~= r or not debt then return false end
  end
  local period, limit, tick, again = r.period, r.limit, r.tick, 0
  local over = debt + (cost - r.burst) * period
  if cost > r.burst then
    again = -1
  elseif over > 0 then
    again = (r.now + ceil(over / limit)) * tick - now
    if again > MOST then again = MOST end
  elseif cost > 0 and not isReadOnly then
    debt = debt + cost * period
    values[place], changed[place] = debt, true
  end
  local left, us = r.burst - ceil(debt / period), 0
  if debt > 0 then
    us = (r.now + ceil(debt / limit)) * tick - now
    if us > MOST then us = MOST end
  end
  result[n + 1], result[n + 2], result[n + 3] = again, left > 0 and left or 0, us
  n = n + 3
  return true
end

local function write(place)
  local r, debt = owners[place], values[place]
  local us = (r.now + ceil(debt / r.limit)) * r.tick - now
  put(KEYS[place], r.now, debt, 0, ends[place], r.text, us < MOST and us or MOST)
  changed[place] = nil
end

-- What stands at the key of a claim, unless it must be read again.
local function value_of(place)
  local key = KEYS[place]
  local before = places[key] or place
  if changed[before] then write(before) end
  local value = not places[key] and values[place]
  places[key], values[before] = before, false
  return value
end

local S, C, F = {}, {}, {}
local limit, fits, charge, retry, remaining, reset, window

local function decide(count, id)
  if not all then
    all = limits()
    limit, fits, charge, retry = all.limit, all.fits, all.charge, all.retry
    remaining, reset, window = all.remaining, all.reset, all.window
  end
  local isAdmitted = true
  for i = 1, count do
    local c, place = claim(ARGV[at + i - 1]), keys + i
    local s = limit(KEYS[place], c.rule, value_of(place))
    local is = fits(s, c.cost)
    S[i], C[i], F[i] = s, c, is
    if c.isEnforced and not is then isAdmitted = false end
  end
  for i = 1, count do
    local s, c, again = S[i], C[i], 0
    if not F[i] then
      again = retry(s, c.cost)
    elseif c.cost > 0 and not isReadOnly and (isAdmitted or not c.isEnforced) then
      charge(s, c.cost, id)
    end
    result[n + 1], result[n + 2], result[n + 3], result[n + 4] = again, remaining(s), reset(s), window(s)
    n = n + (result[n + 4] and 4 or 3)
  end
end

while at <= last do
  local text, count, id = ARGV[at], 1, nil
  if sub(text, 1, 1) == 'n' then
    count, id = match(text, '^n(%d+) (.*)$')
    count, at = tonumber(count), at + 1
    text = ARGV[at]
  end
  local c = count == 1 and claim(text)
  if not c or not bucket(KEYS[keys + 1], c.rule, c.cost) then decide(count, id) end
  keys = keys + count
  at = at + count
end
for place = 1, keys do
  if changed[place] then write(place) end
end
if all and not isReadOnly then all.save() end
return result
