-- purpose: tell what does not fit together in the keys of a queue
-- KEYS[1] the queue
-- ARGV[1] now, in ms
-- result: faults, as sentences
-- cost: O(keys of the server)
-- idempotent: yes
local call = redis.call
local Q, NOW = KEYS[1], tonumber(ARGV[1])
local faults = {}
local function fault(...)
  local words = {...}
  for i = 1, #words do words[i] = tostring(words[i]) end
  faults[#faults + 1] = table.concat(words, ' ')
end

local function hash(key)
  local flat, fields = call('HGETALL', key), {}
  for i = 1, #flat, 2 do fields[flat[i]] = flat[i + 1] end
  return fields
end

-- Its line by itself: state, epoch, whether it has rarer fields, its end, failures, priority, times, uid and worker.
local function job_at(key)
  local job = hash(key)
  local state, epoch, special, ended, numbers, uid = (job.s or ''):match('^(%a+) (%d+) ([01]) (%d+) (%d+ %d+ %d+ %d+ %d+) (%S*) .*$')
  if not state then fault(key, 'has the line', job.s) end
  job.s, job.e, job.sp, job.u = state, epoch, special == '1', uid
  job.z = ended ~= '0' and ended or nil
  job.c = numbers and numbers:match(' (%d+)$')
  return job
end

local LISTS = {ready = 'ready', delayed = 'delayed', blocked = 'blocked', lease = 'active', done = 'done', dead = 'dead',
  cancelled = 'cancelled', expired = 'expired', ['purge:ready'] = 'ready', ['purge:delayed'] = 'delayed',
  ['purge:blocked'] = 'blocked', ['purge:done'] = 'done', ['purge:dead'] = 'dead', ['purge:cancelled'] = 'cancelled',
  ['purge:expired'] = 'expired', ['purge:line'] = 'ready'}
local OTHERS = {groups = true, parked = true, hungry = true, ev = true, tell = true, ttl = true, ['purge:groups'] = true,
  up = true, down = true, far = true}

-- ---- what there is

local jobs, lines, states, keys_of_dedup, children, logs = {}, {}, {}, {}, {}, {}
local queue = hash(Q)
local listed = {}
local function list(name, state, group)
  for _, id in ipairs(call('ZRANGE', Q .. ':' .. name, 0, -1)) do
    listed[id] = listed[id] or {}
    table.insert(listed[id], {name = name, state = state, group = group})
  end
end
for _, key in ipairs(call('KEYS', Q .. '*')) do
  local rest = key:sub(#Q + 2)
  local kind, name = rest:match('^(%a+):(.*)$')
  if rest == '' or OTHERS[rest] or kind == 'spilled' or kind == 'sent' then
    -- as it should be
  elseif LISTS[rest] then
    list(rest, LISTS[rest])
  elseif kind == 'j' then
    jobs[name] = job_at(key)
  elseif kind == 'g' then
    lines[name] = call('ZCARD', key)
    list(rest, 'ready', name)
  elseif kind == 'gs' then
    states[name] = hash(key)
    states[name].pttl = call('PTTL', key)
  elseif kind == 'dd' then
    keys_of_dedup[name] = hash(key)
    keys_of_dedup[name].pttl = call('PTTL', key)
  elseif kind == 'ch' then
    children[name] = hash(key)
  elseif kind == 'log' then
    logs[name] = true
  else
    fault('the key', key, 'should not be there')
  end
end

-- ---- jobs

local WAITING = {ready = true, delayed = true, blocked = true}
local FINAL = {done = true, dead = true, cancelled = true, expired = true}
local active_of, open, over = {}, 0, 0
for id, job in pairs(jobs) do
  local places = listed[id] or {}
  if #places ~= 1 then fault('job', id, 'is', job.s, 'and stands in', #places, 'lists') end
  for _, place in ipairs(places) do
    if place.state ~= job.s then fault('job', id, 'is', job.s, 'and stands in', place.name) end
    if place.name == 'ready' and job.g then fault('job', id, 'of group', job.g, 'stands in ready') end
    if place.group and place.group ~= job.g then fault('job', id, 'stands in the line of', place.group) end
  end
  if job.s == 'active' then
    if job.e == '0' or job.c == '0' or job.u == '' then fault('job', id, 'is active for nobody') end
    if job.g then active_of[job.g] = (active_of[job.g] or 0) + 1 end
  end
  if FINAL[job.s] ~= (job.z and true or nil) then fault('job', id, 'is', job.s, 'and ended at', job.z) end
  if FINAL[job.s] then over = over + 1 else open = open + 1 end
  local expires = call('ZSCORE', Q .. ':ttl', id)
  if (WAITING[job.s] and job.x or false) ~= expires then fault('job', id, 'is', job.s, 'until', job.x, 'expires', expires) end
  if job.s == 'blocked' then
    local dedup = job.k and keys_of_dedup[job.k]
    if job.pn then
      if tonumber(job.pn) <= 0 then fault('job', id, 'waits for', job.pn, 'children') end
      if (tonumber(job.pf) or 0) ~= 0 then fault('job', id, 'waits, and failed by', job.pf, 'children') end
    elseif not dedup or dedup.next ~= id then
      fault('job', id, 'waits for nothing')
    end
  end
  local special = job.g or job.k or job.pa or job.fo or job.aw or job.x or job.pn or job.du or job.tm
  if special and not job.sp then fault('job', id, 'is not marked as special') end
end
for id, places in pairs(listed) do
  if not jobs[id] then fault('in', places[1].name, 'is', id, 'which is no job') end
end
for _, id in ipairs(call('ZRANGE', Q .. ':ttl', 0, -1)) do
  if not jobs[id] then fault('in ttl is', id, 'which is no job') end
end
for id in pairs(logs) do
  if queue.kx ~= '1' then fault('there is a log, and kx is', queue.kx) end
  if not jobs[id] then fault('there is a log of', id, 'which is no job') end
end

-- ---- groups

local function offered(group)
  local many = 0
  for _, name in ipairs({'groups', 'parked'}) do
    if call('ZSCORE', Q .. ':' .. name, group) then many = many + 1 end
  end
  return many
end
local waiting = 0
for group, many in pairs(lines) do
  waiting = waiting + many
  if offered(group) ~= 1 then fault('group', group, 'has a line and is offered', offered(group), 'times') end
end
if (tonumber(queue.gn) or 0) ~= waiting then fault('gn is', queue.gn, 'of', waiting) end
for _, name in ipairs({'groups', 'parked'}) do
  for _, group in ipairs(call('ZRANGE', Q .. ':' .. name, 0, -1)) do
    if not lines[group] then fault(name, 'names', group, 'which has no line') end
  end
end
for group, many in pairs(active_of) do
  if not states[group] or tonumber(states[group].n) ~= many then fault('group', group, 'has', many, 'active jobs') end
end
for group, state in pairs(states) do
  if state.n and tonumber(state.n) ~= (active_of[group] or 0) then
    fault('group', group, 'counts', state.n, 'of', active_of[group] or 0)
  end
  if state.n and state.pttl ~= -1 then fault('the count of group', group, 'expires') end
  local is_set = state.w or state.m or state.h
  if is_set and state.pttl ~= -1 then fault('the settings of group', group, 'expire') end
  if not state.n and not is_set and not lines[group] and not (state.ta and state.pttl > 0) then
    fault('the state of group', group, 'is left behind')
  end
end

-- ---- deduplication, flows

for key, dedup in pairs(keys_of_dedup) do
  local holder, follower = jobs[dedup.id], dedup.next and jobs[dedup.next]
  if not dedup.id then fault('key', key, 'has no holder') end
  if dedup.mode ~= 'throttle' and not (holder and not FINAL[holder.s]) then
    fault('key', key, 'is held by', dedup.id, 'which is', holder and holder.s)
  end
  if dedup.next then
    if not follower or follower.s ~= 'blocked' or follower.k ~= key then fault('key', key, 'is wanted by', dedup.next) end
    if not holder or FINAL[holder.s] then fault('key', key, 'is wanted by', dedup.next, 'and held by nobody') end
    if dedup.pttl ~= -1 then fault('key', key, 'expires and is wanted by', dedup.next) end
  elseif dedup.x and dedup.pttl == -1 then
    fault('key', key, 'does not expire')
  end
end
for id, fields in pairs(children) do
  local parent, many, numbers, all = jobs[id], 0, {}, 0
  if queue.kx ~= '1' then fault('there are children, and kx is', queue.kx) end
  if not parent then fault('there are children of', id, 'which is no job') end
  for field, state in pairs(fields) do
    if field:sub(1, 1) == 's' then
      local name, child = field:sub(2), jobs[field:sub(2)]
      all = all + 1
      numbers[tonumber((fields['n' .. name] or ''):match('^(%d+) ')) or 0] = true
      if state == 'done' and not fields['r' .. name] then fault('child', name, 'of', id, 'is done without result') end
      if FINAL[state] and state ~= 'done' and not fields['e' .. name] then fault('child', name, 'of', id, 'tells no error') end
      if state == 'done' and child and child.pa == id and not child.pq and child.r ~= fields['r' .. name] then
        fault('child', name, 'of', id, 'gave', child.r, 'and not', fields['r' .. name])
      end
    end
    if field:sub(1, 1) == 's' and state == 'open' then
      many = many + 1
      local child = jobs[field:sub(2)]
      if not fields['q' .. field:sub(2)] and (not child or FINAL[child.s] or child.pa ~= id) then
        fault('child', field:sub(2), 'of', id, 'is open and is', child and child.s)
      end
    end
  end
  for number = 1, all do
    if not numbers[number] then fault('job', id, 'has no child', number, 'of', all) end
  end
  if parent and many ~= tonumber(parent.pn) then fault('job', id, 'has', many, 'open children, counts', parent.pn) end
end

-- ---- counts

local function counted(what) return tonumber(queue['n_' .. what]) or 0 end
local came = counted('submitted') + counted('again')
local went = counted('done') + counted('dead') + counted('cancelled') + counted('expired')
if came ~= went + open then fault(came, 'came,', went, 'went, and', open, 'are here') end
return faults
