-- What the scripts of jobs seldom need, see job_steps.

-- Whether a leader of a higher term than `term`, 0 for none, was here before.
local function is_deposed(term)
  local own, highest = tonumber(term), tonumber(call('HGET', Q, 'lt')) or 0
  if own > highest then call('HSET', Q, 'lt', term) end
  return own > 0 and own < highest
end

local function waits(job) return job.s == 'ready' or job.s == 'delayed' or job.s == 'blocked' end

local function is_over(job) return not waits(job) and job.s ~= 'active' end

-- Nothing of the group waits or is active: only its settings are kept, and its rate for as long as that tells anything.
function rest_group(group)
  local state = group_state(group)
  local kept = call('HMGET', state, 'w', 'm', 'h', 'ta')
  local rated = kept[4] and tonumber(kept[4]) - NOW_US or 0
  if rated > 0 then
    call('HDEL', state, 'v')
    if not (kept[1] or kept[2] or kept[3]) then call('PEXPIRE', state, text(math.ceil(rated / 1000) + 1)) end
  elseif kept[1] or kept[2] or kept[3] then
    call('HDEL', state, 'v', 'ta')
  else
    call('DEL', state)
  end
end

-- The last job of a group's line left it.
local function end_line(group)
  call('ZREM', GROUPS, group)
  call('ZREM', PARKED, group)
  if call('HEXISTS', group_state(group), 'n') == 0 then rest_group(group) end
end

-- The job is in this list no more; a purge may have laid the list aside.
local function leave(list, id)
  call('ZREM', Q .. ':' .. list, id)
  if purging then call('ZREM', Q .. ':purge:' .. list, id) end
end

-- A job that waits starts no more, whatever line it is in.
local function take_out(job)
  if job.s == 'ready' and job.g then
    local line = group_line(job.g)
    if call('ZREM', line, job.id) == 1 then
      call('HINCRBY', Q, 'gn', -1)
      if call('EXISTS', line) == 0 then end_line(job.g) end
    elseif purging then
      call('ZREM', Q .. ':purge:line', job.id)
    end
  else
    leave(job.s, job.id)
  end
  if job.x then call('ZREM', TTL, job.id) end
end

-- A group that was held up may have its turn again; 1 when it has something to start.
local function free_group(group)
  if call('ZREM', PARKED, group) == 0 or call('EXISTS', group_line(group)) == 0 then return 0 end
  offer_group(group)
  return 1
end

-- An active job of the group is active no more; 1 when another one may start for that.
function leave_group(group)
  local state = group_state(group)
  if call('HINCRBY', state, 'n', -1) <= 0 then
    call('HDEL', state, 'n')
    if call('EXISTS', group_line(group)) == 0 then rest_group(group) end
  end
  return call('ZSCORE', PARKED, group) == 'inf' and free_group(group) or 0
end

-- The rank of a job that is to come before those of its priority; where jobs age, that of its own age.
local function rank_of_next(settings, job)
  if settings.aging_ms == 0 then return text(job.p * LEVEL + call('HINCRBY', Q, 'nx', -1)) end
  return text(((job.q ~= '0' and job.q or job.t) - BEGIN + job.p * settings.aging_ms) * PER_MS)
end

-- The job may start now, or again; `is_next` when it had its turn already, and nobody began with it.
function make_ready(settings, job, is_next)
  if not is_next then job.q = NOW_TEXT end
  write_job(job, 'ready')
  if job.x then call('ZADD', TTL, job.x, job.id) end
  line_up(job.id, job.g, is_next and rank_of_next(settings, job) or rank_of(settings, job.p, new_ranks(1) + 1))
end

-- What the job waited for is over. Gives how many may start now: it, unless it was to start later.
local function unblock(settings, job)
  leave('blocked', job.id)
  if job.du and tonumber(job.du) > NOW then
    write_job(job, 'delayed')
    call('ZADD', DELAYED, job.du, job.id)
    return 0
  end
  make_ready(settings, job)
  return 1
end

-- The job is over, and with it its hold on its deduplication key. Who waited for that takes its place; gives how many may
-- start now.
local function pass_key(settings, job)
  local place = Q .. ':dd:' .. job.k
  local held = call('HMGET', place, 'id', 'next', 'mode', 'x')
  if held[2] == job.id then
    call('HDEL', place, 'next')
    if held[4] then call('PEXPIRE', place, text(math.max(1, tonumber(held[4]) - NOW))) end
    return 0
  end
  if held[1] ~= job.id then return 0 end
  local follower = held[2] and read_whole(held[2])
  if follower and follower.s == 'blocked' then
    call('HSET', place, 'id', follower.id, 'mode', 'keep_last')
    call('HDEL', place, 'next', 'x')
    return unblock(settings, follower)
  end
  if held[3] ~= 'throttle' then call('DEL', place) end
  return 0
end

-- What is to be told is that a flow was refused as a whole.
local is_refused = false

-- Has the parent's queue told how a child of this queue ended, or with `again` that it is done after all. A word takes the place of
-- the one before; it has a number, and that of the last order of the parent that the child has heard of.
local function tell_far(child, state, value)
  local key = job_key(child.id)
  local queue, flow = child.pq:match('^(%S+) (.+)$')
  local number = call('HINCRBY', key, 'uv', 1)
  local head = {queue, child.pa, number, tonumber(call('HGET', key, 'uo')) or 0, state, child.cf, is_refused}
  call('HSET', Q .. ':up', flow .. ' ' .. child.id, cjson.encode(head) .. '\n' .. (value or ''))
  outgoing = true
end

-- So long after its children were submitted, or were asked for, a parent's are asked for again: their queue may have lost them, or
-- this one what it heard, when a server lost its last writes.
local PATIENCE = 60000

local function parent_over(parent) return 'its parent ' .. parent .. ' is over' end

-- Has a child in another queue cancelled, or done again. An order takes the place of the one before, too.
local function order_far(parent, child, queue, flow, what, why)
  local number = call('HINCRBY', Q .. ':ch:' .. parent, 'k' .. child, 1)
  call('HSET', Q .. ':down', flow .. ' ' .. child, cjson.encode({queue, parent, number, what, why}))
  outgoing = true
end

-- One of a parent's children is over, with its result or error, which are kept with the parent. The parent may start when all
-- are; one that failed fails it, unless the child says otherwise, for `why` if that is given. Gives how many others may start now.
local cancel_children
local function child_ended(settings, child, state, value, why)
  local children, field = Q .. ':ch:' .. child.pa, 's' .. child.id
  if call('HGET', children, field) ~= 'open' then return 0 end
  call('HSET', children, field, state, (state == 'done' and 'r' or 'e') .. child.id, value or '')
  local parent = read_whole(child.pa)
  if not parent then return 0 end
  local open = call('HINCRBY', job_key(parent.id), 'pn', -1)
  local harmful = state ~= 'done' and child.cf ~= 'continue'
  if harmful then call('HINCRBY', job_key(parent.id), 'pf', 1) end
  if parent.s ~= 'blocked' then return 0 end
  if harmful then
    take_out(parent)
    local started = finish(settings, parent, 'dead', 'child', 'er', why or 'child ' .. child.id .. ' is ' .. state)
    return is_refused and started + cancel_children(settings, parent) or started
  end
  return open > 0 and 0 or unblock(settings, parent)
end

-- Nobody works on the job any more, and it starts no more. Gives how many others may start for that.
local function withdraw(job)
  if job.s ~= 'active' then
    take_out(job)
    return 0
  end
  call('ZREM', LEASE, job.id)
  return 1 + (job.g and leave_group(job.g) or 0)
end

-- Of each child of a job its id and the value of its field of this letter, see docs/keys.md.
local function children_of(id, letter)
  local key, children, fields = Q .. ':ch:' .. id, {}, {}
  for _, field in ipairs(call('HKEYS', key)) do
    if field:sub(1, 1) == letter then fields[#fields + 1] = field end
  end
  if #fields == 0 then return children end
  for i, value in ipairs(call('HMGET', key, unpack(fields))) do
    children[i * 2 - 1], children[i * 2] = fields[i]:sub(2), value
  end
  return children
end

-- A parent is over before its children: those that are not over are cancelled. Gives how many others may start now.
function cancel_children(settings, parent)
  local key, started = Q .. ':ch:' .. parent.id, 0
  local children, why = children_of(parent.id, 's'), parent_over(parent.id)
  local flow = call('HGET', key, 'i')
  for i = 1, #children, 2 do
    local id = children[i]
    if children[i + 1] == 'open' then
      call('HSET', key, 's' .. id, 'cancelled', 'e' .. id, why)
      local queue = flow and call('HGET', key, 'q' .. id)
      local child = not queue and read_whole(id)
      if queue then
        order_far(parent.id, id, queue, flow, 'cancel', why)
      elseif child and not is_over(child) then
        started = started + withdraw(child) + finish(settings, child, 'cancelled', 'parent', 'er', why)
        also[#also + 1] = {child.id, child.s, child.s == 'active' and child.u or '', child.e, child.fo and 1 or 0}
      end
    end
  end
  call('HSET', job_key(parent.id), 'pn', '0')
  return started
end

-- What hangs on a job that is over: whoever waited for it, its deduplication key, its parent, its children.
function loosen(settings, job, state, value)
  if job.aw then call(ARGV[1], Q .. ':ended', job.id) end
  local started = 0
  if job.k then started = pass_key(settings, job) end
  if job.pq then
    tell_far(job, state, value)
  elseif job.pa then
    started = started + child_ended(settings, job, state, value)
  end
  if job.pn and job.pn ~= '0' and state ~= 'done' and state ~= 'dead' then
    started = started + cancel_children(settings, job)
  end
  return started
end

-- A job that waits is thrown away as if it had been cancelled, and its keys are added to what is to be unlinked. Gives how
-- many others may start now.
local function throw_away(settings, job, gone)
  count('cancelled')
  take_out(job)
  local started = loosen(settings, job, 'cancelled')
  add_keys(settings, gone, job.id)
  return started
end

-- Jobs that were delayed until now line up, for `promote`.
function promote_due(settings, most)
  local due = call('ZRANGEBYSCORE', DELAYED, '-inf', NOW_TEXT, 'LIMIT', 0, most)
  call('ZREM', DELAYED, unpack(due))
  local sequence = new_ranks(#due)
  for i, id in ipairs(due) do
    local job = read_job(id, 'g')
    if job then
      job.q = NOW_TEXT
      write_job(job, 'ready')
      line_up(id, job.g, rank_of(settings, job.p, sequence + i))
    end
  end
  return #due, tonumber(call('ZRANGE', DELAYED, 0, 0, 'WITHSCORES')[2])
end

-- Groups that were held up until now have their turn again. Gives how many.
function free_due_groups()
  local freed = 0
  for _, group in ipairs(call('ZRANGEBYSCORE', PARKED, '-inf', NOW_TEXT, 'LIMIT', 0, 100)) do
    freed = freed + free_group(group)
  end
  return freed
end
