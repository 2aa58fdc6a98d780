-- What limits seldom need, see limit: states of another rule, slices, and the ZSETs of logs and slots.
function limit_seldom(all)
  local advance, charge, used = all.advance, all.charge, all.used
  local R = {}

  local function formerly(text)
    local kind, rest = match(text, '^(%a) (.*)$')
    local limit, burst, period, tick = match(rest, '^(%d+) (%d+) (%d+) (%d+)$')
    if kind == 'c' then limit, burst, tick = match(rest, '^%d+'), match(rest, '^%d+'), 1 end
    return {text = text, kind = kind, limit = tonumber(limit), burst = tonumber(burst), period = tonumber(period),
      tick = tonumber(tick)}
  end

  -- Whether numbers of the one mean the same for the other.
  local function alike(r, other)
    if r.kind ~= other.kind then return false end
    if r.kind == 'c' then return match(r.text, '^c %d+ (.*)') == match(other.text, '^c %d+ (.*)') end
    return r.period == other.period and r.tick == other.tick
  end

  local function slices(text)
    local holds, held = {}, 0
    for holder, amount, spent, number, finish in string.gmatch(text, ' ([^ :]+):(%d+):(%d+):(%d+):(%d+)') do
      holds[#holds + 1] = {holder = holder, amount = tonumber(amount), spent = tonumber(spent), number = tonumber(number),
        finish = tonumber(finish)}
      held = held + tonumber(amount)
    end
    table.sort(holds, function(a, b) return a.finish < b.finish end)
    return holds, held
  end

  -- A slice whose time is over was spent then: nobody will tell.
  local function sweep(s)
    local kind = s.rule.kind
    while s.holds[1] and s.holds[1].finish <= now do
      local over = table.remove(s.holds, 1)
      s.held = s.held - over.amount
      if kind == 'b' or kind == 's' then advance(s, over.finish) else advance(s, now) end
      if over.amount > 0 and (kind == 'b' or kind == 's' or over.finish >= s.x) then charge(s, over.amount) end
      s.isDirty = true
    end
    if not s.holds[1] then s.holds = nil end
  end

  local function carry(s, old)
    local r, was = s.rule, old.rule
    s.held, s.holds = old.held, old.holds
    if alike(r, was) then
      s.x, s.y, s.z = old.x, old.y, old.z
      s.isDirty = s.isDirty or r.kind == 'b'
      return advance(s, now)
    end
    s.x, s.y, s.z = 0, 0, (r.kind == 's' or r.kind == 'c') and 0 or nil
    advance(s, now)
    s.isDirty = true
    if r.kind == 'b' and was.kind == 'b' then
      local part = old.y % was.period
      part = part > 0 and ceil(part / was.period * r.period) + 1 or 0
      local whole = floor(old.y / was.period)
      s.y = whole <= floor((MOST - part) / r.period) and whole * r.period + part or MOST
    else
      local held = old.held
      old.held = 0
      local before = used(old)
      old.held = held
      if before > 0 then charge(s, before) end
    end
  end

  -- What a STRING says of a limit now; nil when it says nothing.
  local function parse(key, value, r)
    local text = match(sub(value, TEXT), '^%a %d.*$')
    if not text then return nil end
    local base, held = match(text, '^(.-) #%d+(.*)$')
    local x, y, z = unpack_state(HEAD, value)
    local was = (base or text) == r.text and r or formerly(base or text)
    if alike(r, was) then was.start, was.finish = r.start, r.finish end
    local old = {key = key, rule = was, x = x, y = y, z = (was.kind == 's' or was.kind == 'c') and z or nil, held = 0}
    if was.kind == 'c' and not was.finish then
      was.start, was.finish = now, now + 1
    end
    if held then
      old.holds, old.held = slices(held)
      sweep(old)
    end
    advance(old, now)
    return old
  end

  function R.read(s, value)
    local r = s.rule
    local old
    if type(value) == 'string' then
      old = parse(s.key, value, r)
    elseif value then
      local first = call('ZRANGE', s.key, 0, 0, 'WITHSCORES')
      old = {key = s.key, rule = formerly(first[1]), held = 0, x = 0, y = 0}
      R.entries(old)
    end
    if not old then return advance(s, now) end
    s.isDirty = old.isDirty
    carry(s, old)
  end

  function R.change(s, r)
    local old = {key = s.key, rule = s.rule, x = s.x, y = s.y, z = s.z, held = s.held, holds = s.holds}
    s.rule = r
    if s.x and not (r.kind == 'l' or r.kind == 'p') then carry(s, old) end
  end

  function R.write(s, us)
    local last, words = now, {}
    for i, h in ipairs(s.holds) do
      words[i] = format('%s:%d:%d:%d:%d', h.holder, h.amount, h.spent, h.number, h.finish)
      if h.finish > last then last = h.finish end
    end
    local span = s.rule.kind == 'c' and s.z - s.x or s.rule.period * s.rule.tick
    local text = format('%s #%d %s', s.rule.text, s.held, table.concat(words, ' '))
    put(s.key, s.x, s.y, s.z or 0, 0, text, us + last - now + span)
  end

  -- Writes what was found under another rule, or with times in the future, as this rule has it.
  local function adopt(s)
    local key, text = s.key, s.rule.text
    if s.isReplacing then
      call('DEL', key)
      if s.y > 0 then
        call('ZADD', key, -1 - s.y, text, now, format('%d before', s.y))
        call('PEXPIRE', key, ceil(R.reset(s) / 1000) + 1)
      end
    elseif s.former then
      call('ZREM', key, s.former)
      call('ZADD', key, -1 - s.y, text)
    end
    s.isReplacing, s.former = nil, nil
  end

  local function cost_of(member) return tonumber(match(member, '^%d+')) end

  -- Takes off what is over, in steps.
  local function trim(s)
    local r = s.rule
    local edge = r.kind == 'l' and now - r.period or now
    local from = 0
    repeat
      local over = call('ZRANGEBYSCORE', s.key, 0, edge, 'LIMIT', from, 500)
      for _, member in ipairs(over) do s.y = s.y - cost_of(member) end
      if isReadOnly then
        from = from + #over
      elseif #over > 0 then
        call('ZREM', s.key, unpack(over))
        call('ZADD', s.key, -1 - s.y, s.former or r.text)
      end
    until #over < 500
  end

  function R.entries(s)
    local r, key = s.rule, s.key
    s.x, s.y = 0, 0
    local sum = redis.pcall('ZSCORE', key, r.text)
    if type(sum) == 'table' then
      local old = parse(key, call('GET', key), r)
      s.isReplacing = true
      if old and r.kind == 'l' then s.x, s.y = now, used(old) end
      return isReadOnly or adopt(s)
    elseif not sum then
      local first = call('ZRANGE', key, 0, 0, 'WITHSCORES')
      if not first[1] then return end
      local was = formerly(first[1])
      if was.kind ~= r.kind then
        local old = {key = key, rule = was}
        R.entries(old)
        s.isReplacing = true
        if r.kind == 'l' then s.x, s.y = now, old.y end
        return isReadOnly or adopt(s)
      end
      s.former, sum = first[1], first[2]
    end
    s.y = -1 - tonumber(sum)
    trim(s)
    local newest = call('ZREVRANGE', key, 0, 0, 'WITHSCORES')[2]
    s.x = tonumber(newest)
    if r.kind == 'l' and s.x > now + r.period then s.x, s.isReplacing = now, true end
    return isReadOnly or adopt(s)
  end

  function R.add(s, cost, id)
    local r, key = s.rule, s.key
    if cost == 0 then return end
    s.y = s.y + cost
    local at = r.kind == 'l' and now or now + r.period
    if at > s.x then s.x = at end
    call('ZADD', key, -1 - s.y, r.text, at, format('%d %s', cost, id))
    call('PEXPIRE', key, ceil(R.reset(s) / 1000) + 1)
  end

  function R.reset(s)
    if s.y <= 0 then return 0 end
    return s.x - now + (s.rule.kind == 'l' and s.rule.period or 0)
  end

  function R.retry(s, cost)
    local r = s.rule
    local over, from = s.y + cost - r.limit, 0
    local edge = r.kind == 'l' and now - r.period or now
    while not s.isReplacing do
      local some = call('ZRANGEBYSCORE', s.key, format('(%d', edge > 0 and edge or 0), '+inf', 'WITHSCORES', 'LIMIT', from, 100)
      for i = 1, #some, 2 do
        over = over - cost_of(some[i])
        if over <= 0 then return some[i + 1] - edge end
      end
      if #some < 200 then break end
      from = from + 100
    end
    return R.reset(s)
  end

  -- Gives back what a decision took; without its name what came last. Tells how much.
  function R.drop(s, amount, id)
    local key, given = s.key, 0
    if id ~= '' then
      given = call('ZREM', key, format('%d %s', amount, id)) * amount
    else
      while given < amount and given < s.y do
        local last = call('ZREVRANGE', key, 0, 0, 'WITHSCORES')
        local part = cost_of(last[1])
        call('ZREM', key, last[1])
        if given + part > amount then
          local kept = given + part - amount
          call('ZADD', key, last[2], format('%d%s', kept, match(last[1], '^%d+(.*)$')))
          part = part - kept
        end
        given = given + part
      end
    end
    s.y = s.y - given
    if s.y <= 0 then
      call('DEL', key)
    elseif given > 0 then
      call('ZADD', key, -1 - s.y, s.rule.text)
      s.x = tonumber(call('ZREVRANGE', key, 0, 0, 'WITHSCORES')[2])
    end
    return given
  end

  return R
end
