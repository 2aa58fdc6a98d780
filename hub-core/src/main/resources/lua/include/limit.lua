-- A limit, as dev.hub.core.ratelimit.algorithm counts it: all numbers are whole and at most 2^53, so that they are exact.
--
-- In ARGV a rule is its text, and of a calendar then the boundaries of the window before, of the present one, of the next and
-- of the one after, in us since 1970 as Java sees it:
--   b <limit> <burst> <period> <tick>   token bucket: x when it was looked at, in ticks; y debt, a token is <period> units
--   f <limit> <burst> <period> <tick>   fixed window: x its start in us, y used
--   c <limit> <unit> <zone>             window of the calendar: x its start, y used, z its end
--   s <limit> <burst> <period> <tick>   sliding window: x start of the present window in ticks, y used in it, z in the one before
--   l <limit> <burst> <period> <tick>   sliding log, a ZSET "<cost> <id>" -> us when it was admitted
--   p <limit> <burst> <period> <tick>   slots, a ZSET "<cost> <id>" -> us when they are free at the latest
-- A ZSET has one more member, the text, with the sum of the costs as -1 - sum: it is the first. What is no ZSET is a STRING, see
-- limit_state; if instances hold slices (see limit_lease) its text goes on with " #<sum held>" and for each
-- " <holder>:<amount>:<all it spent>:<number of its last call>:<end in us>". It lives until all is free again.
-- When the text is not the rule's, the quota was changed: what was used before is used now.
local floor, match, format = math.floor, string.match, string.format
local isReadOnly = false
local limit_seldom

-- The rule that begins at ARGV[at], and where the next begins.
local function rule(at)
  local text = ARGV[at]
  local kind, limit, burst, period, tick = match(text, '^(%a) (%d+) (%d+) (%d+) (%d+)$')
  if kind then
    return {text = text, kind = kind, limit = tonumber(limit), burst = tonumber(burst), period = tonumber(period),
      tick = tonumber(tick)}, at + 1
  end
  limit = tonumber(match(text, '^c (%d+)'))
  local r = {text = text, kind = 'c', limit = limit, burst = limit, tick = 1, start = 0}
  for i = at + 1, at + 3 do
    local from, to = tonumber(ARGV[i]), tonumber(ARGV[i + 1])
    if now >= from and now < to then r.start, r.finish = from, to end
  end
  return r, at + 5
end

-- The functions on limits: made when they are needed, since to make them costs as much as a decision.
local function limits()
  local states = {}
  local all, rare

  -- Brings a state to a time.
  local function advance(s, time)
    local r, x, kind = s.rule, s.x, s.rule.kind
    if kind == 'b' then
      local t = floor(time / r.tick)
      if t > x and s.y > 0 then
        local y = s.y - r.limit * (t - x)
        s.y = y > 0 and y or 0
      end
      s.x = t
    elseif kind == 's' then
      local t, w = floor(time / r.tick), r.period
      if t >= x + w then
        s.z = t < x + 2 * w and s.y or 0
        s.x, s.y = t - t % w, 0
      elseif t < x - w or s.y + s.z == 0 then
        local most = floor(MOST / w)
        s.y, s.z = s.y + s.z < most and s.y + s.z or most, 0
        s.x = t - t % w
      end
    else
      local finish = s.z or x + r.period
      if time >= finish or time < x - (finish - x) or s.y == 0 then
        if time >= finish then s.y = 0 end
        if s.z then
          s.x, s.z = r.start, r.finish
        else
          s.x = time - time % r.period
        end
      end
    end
  end

  -- What is seldom needed costs nothing until it is.
  local function seldom()
    rare = rare or limit_seldom(all)
    return rare
  end

  -- The limit at a key, as it stands now; "value" is the STRING there, if it is known.
  local function limit(key, r, value)
    local s = states[key]
    if s then
      if s.rule ~= r then seldom().change(s, r) end
      return s
    end
    local kind = r.kind
    s = {key = key, rule = r, held = 0, x = 0, y = 0, z = (kind == 's' or kind == 'c') and 0 or nil, ends = 0, isDirty = false}
    states[key] = s
    if kind == 'l' or kind == 'p' then
      seldom().entries(s)
      return s
    end
    value = value or redis.pcall('GET', key)
    if value and (type(value) ~= 'string' or sub(value, TEXT) ~= r.text) then
      seldom().read(s, value)
      return s
    end
    if value then
      local x, y, z, ends = unpack_state(HEAD, value)
      s.x, s.y, s.z, s.ends = x, y, s.z and z, ends
    end
    advance(s, now)
    return s
  end

  -- How much is used and held now.
  local function used(s)
    local r = s.rule
    if r.kind == 'b' then return ceil(s.y / r.period) + s.held end
    if r.kind == 's' and s.z > 0 then
      local passed, w = floor(now / r.tick) - s.x, r.period
      return s.y + s.held + ceil(s.z * (passed > 0 and w - passed or w) / w)
    end
    return s.y + s.held
  end

  local function fits(s, cost)
    local r = s.rule
    if r.limit == 0 or cost > r.burst then return false end
    if r.kind == 'b' then return s.y + (cost + s.held) * r.period <= r.burst * r.period end
    return used(s) + cost <= r.limit
  end

  -- Counts what is known to fit, or must be counted.
  local function charge(s, cost, id)
    local r = s.rule
    local kind = r.kind
    if kind == 'b' then
      local most = floor((MOST - s.y) / r.period)
      s.y = cost <= most and s.y + cost * r.period or MOST
    elseif kind == 'l' or kind == 'p' then
      return seldom().add(s, cost, id)
    else
      local most = kind == 's' and floor(MOST / r.period) or MOST
      s.y = s.y + cost <= most and s.y + cost or most
    end
    s.isDirty = true
  end

  -- How long until a tick, in us.
  local function wait(s, tick)
    local us = tick * s.rule.tick - now
    return us < MOST and us or MOST
  end

  -- How long until all is free, in us; slices count as if they were spent now.
  local function reset(s)
    local r = s.rule
    local kind = r.kind
    if r.limit == 0 then return 0 end
    if kind == 'b' then
      local debt = s.y + s.held * r.period
      return debt > 0 and wait(s, s.x + ceil(debt / r.limit)) or 0
    end
    local y = s.y + s.held
    if kind == 's' then
      return y > 0 and wait(s, s.x + 2 * r.period) or s.z > 0 and wait(s, s.x + r.period) or 0
    elseif kind == 'l' or kind == 'p' then
      return seldom().reset(s)
    end
    return y > 0 and (s.z or s.x + r.period) - now or 0
  end

  -- How long until a cost that does not fit may, in us; -1 for ever.
  local function retry(s, cost)
    local r = s.rule
    local kind = r.kind
    if r.limit == 0 or cost > r.burst then return -1 end
    if kind == 'b' then
      return wait(s, s.x + ceil((s.y + (cost + s.held - r.burst) * r.period) / r.limit))
    elseif kind == 's' then
      local y, w = s.y + s.held, r.period
      local room = r.limit - cost - y
      if room >= 0 and s.z > room then
        local elapsed = w - floor(room * w / s.z)
        if elapsed < w then return wait(s, s.x + elapsed) end
      end
      room = room + y
      return wait(s, s.x + w + (y > room and w - floor(room * w / y) or 0))
    elseif kind == 'l' or kind == 'p' then
      return seldom().retry(s, cost)
    end
    return (s.z or s.x + r.period) - now
  end

  local function remaining(s)
    local r = s.rule
    local left = (r.kind == 'b' and r.burst or r.limit) - used(s)
    return left > 0 and r.limit > 0 and left or 0
  end

  -- When the window began in which it is counted, in us; nil where there are none.
  local function window(s)
    local kind = s.rule.kind
    if kind == 's' then return s.x * s.rule.tick end
    return (kind == 'f' or kind == 'c') and s.x or nil
  end

  local function save()
    for key, s in pairs(states) do
      -- What a rule with limit 0 finds is left for when it has another.
      if s.isDirty and s.rule.limit > 0 then
        local us = reset(s)
        if s.holds then
          seldom().write(s, us)
        elseif us == 0 then
          call('DEL', key)
        else
          put(key, s.x, s.y, s.z or 0, s.ends, s.rule.text, us)
        end
      end
    end
  end

  all = {limit = limit, used = used, advance = advance, fits = fits, charge = charge, retry = retry, reset = reset,
    remaining = remaining, window = window, save = save, seldom = seldom}
  return all
end
