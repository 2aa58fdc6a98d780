-- KEYS[1] the queue, HASH: settings by their names; paused, closed; seq the last rank given; v virtual time of the groups,
--   u that of jobs without group; ta when the rate is used up to, in us; gn jobs that wait in groups; lt highest term of a
--   leader; pu when a purge began, in ms, while it is not through; am the last ms in which a job lined up that ages, and ab
--   the first rank of it; n_<what> counts. The keys of its jobs begin with its own, see docs/keys.md
-- ARGV[1] PUBLISH or SPUBLISH
-- ARGV[2] beginning of the pub/sub channels on which instances with idle workers are woken; their uid follows
local call = redis.call
local Q = KEYS[1]
local READY, DELAYED, BLOCKED, LEASE, TTL = Q .. ':ready', Q .. ':delayed', Q .. ':blocked', Q .. ':lease', Q .. ':ttl'
local GROUPS, PARKED, HUNGRY, EVENTS, TELL = Q .. ':groups', Q .. ':parked', Q .. ':hungry', Q .. ':ev', Q .. ':tell'

-- A priority is worth so many ranks; and where jobs age, a millisecond is worth so many, since the start of 2025.
local LEVEL, PER_MS, BEGIN = 17592186044416, 4096, 1735689600000

-- Virtual time of one job in a group of weight 1.
local STRIDE = 1048576

local function text(number) return string.format('%.0f', number) end

local NOW_US, NOW
do
  local time = call('TIME')
  NOW_US = time[1] * 1000000 + time[2]
  NOW = math.floor(NOW_US / 1000)
end

local function job_key(id) return Q .. ':j:' .. id end

local function group_state(group) return Q .. ':gs:' .. group end

local function group_line(group) return Q .. ':g:' .. group end

-- Settings of the queue, as numbers where they are some, and how many jobs wait in groups, as `gn`; nil for a queue that has
-- no settings yet.
local SETTINGS = {'lease_ms', 'paused', 'closed', 'concurrency', 'rate_limit', 'rate_period_ms', 'group_concurrency',
  'group_rate_limit', 'group_rate_period_ms', 'aging_ms', 'max_size', 'overflow', 'max_recoveries', 'events', 'keep_done',
  'keep_dead', 'keep_cancelled', 'keep_expired', 'gn', 'pu'}
local paused, purging = false, false
local function read_settings()
  local values = call('HMGET', Q, unpack(SETTINGS))
  if not values[1] then return nil end
  local settings = {}
  for i, name in ipairs(SETTINGS) do settings[name] = tonumber(values[i]) or values[i] end
  paused, purging = settings.paused == 1, settings.pu
  return settings
end

-- Whether a leader of a higher term than `term`, 0 for none, was here before.
local function is_deposed(term)
  local own, highest = tonumber(term), tonumber(call('HGET', Q, 'lt')) or 0
  if own > highest then call('HSET', Q, 'lt', term) end
  return own > 0 and own < highest
end

-- Some fields of a job by name; nil when there is no such job.
local function read_job(id, ...)
  local values = call('HMGET', job_key(id), 's', ...)
  if not values[1] then return nil end
  local job = {id = id, s = values[1]}
  for i = 1, select('#', ...) do job[(select(i, ...))] = values[i + 1] or nil end
  return job
end

-- What many jobs have not: a job with any of these has the field `sp` as well. All have `p`; without `sp` it is read where
-- it is needed.
local SPECIAL = {'g', 'k', 'pa', 'cf', 'aw', 'fo', 'x', 'p', 'to', 'pn', 'du'}

-- What the functions below have to know of a job beside its state: read after these fields.
local function read_whole(id, ...)
  local job = read_job(id, 'e', 'sp', ...)
  if job and job.sp then
    for i, value in ipairs(call('HMGET', job_key(id), unpack(SPECIAL))) do job[SPECIAL[i]] = value or nil end
  end
  return job
end

local function waits(job) return job.s == 'ready' or job.s == 'delayed' or job.s == 'blocked' end

local function is_over(job) return not waits(job) and job.s ~= 'active' end

local counts = {}
local function count(what, by) counts[what] = (counts[what] or 0) + (by or 1) end

-- Tells whoever reads the queue's events what became of a job.
local function record(settings, what, id, epoch, detail)
  count(what)
  if settings.events > 0 then
    call('XADD', EVENTS, 'MAXLEN', '~', settings.events, '*', 't', what, 'id', id, 'e', epoch or '0', 'd', detail or '')
  end
end

-- ---- lines of jobs that may start

-- The ranks after the one that it gives are free, so many.
local function new_ranks(many) return call('HINCRBY', Q, 'seq', many) - many end

-- Where jobs age, the first rank that was given in this millisecond.
local first_rank
local function rank_in_ms(sequence)
  if not first_rank then
    local last = call('HMGET', Q, 'am', 'ab')
    if tonumber(last[1]) == NOW then
      first_rank = tonumber(last[2])
    else
      first_rank = sequence
      call('HSET', Q, 'am', text(NOW), 'ab', text(sequence))
    end
  end
  return math.max(0, math.min(sequence - first_rank, PER_MS - 1))
end

local function rank_of(settings, priority, sequence)
  if settings.aging_ms > 0 then
    return text((NOW - BEGIN + priority * settings.aging_ms) * PER_MS + rank_in_ms(sequence))
  end
  return text(priority * LEVEL + sequence)
end

-- The group is to have its turn, unless it has already, or is held up.
local function offer_group(group)
  if call('ZSCORE', GROUPS, group) or call('ZSCORE', PARKED, group) then return end
  local own = tonumber(call('HGET', group_state(group), 'v')) or 0
  local common = tonumber(call('HGET', Q, 'v')) or 0
  call('ZADD', GROUPS, text(math.max(own, common)), group)
end

-- A job of a group lined up in this call.
local grouped = false
local function line_up(id, group, rank)
  if not group then
    call('ZADD', READY, rank, id)
  elseif call('ZADD', group_line(group), rank, id) == 1 then
    grouped = true
    call('HINCRBY', Q, 'gn', 1)
    offer_group(group)
  end
end

-- Nothing of the group waits or is active: only its settings are kept, and its rate for as long as that tells anything.
local function rest_group(group)
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
local function leave_group(group)
  local state = group_state(group)
  if call('HINCRBY', state, 'n', -1) <= 0 then
    call('HDEL', state, 'n')
    if call('EXISTS', group_line(group)) == 0 then rest_group(group) end
  end
  return call('ZSCORE', PARKED, group) == 'inf' and free_group(group) or 0
end

-- ---- waking

-- One instance for each job that may start now; instances that do not hear it are passed over.
local function wake(many)
  while many > 0 and not paused do
    local idle = call('ZPOPMIN', HUNGRY)
    if not idle[1] then return end
    if call(ARGV[1], ARGV[2] .. idle[1], Q) > 0 then many = many - 1 end
  end
end

-- ---- how jobs end, and go on

local function unlink_all(keys)
  for from = 1, #keys, 3000 do call('UNLINK', unpack(keys, from, math.min(from + 2999, #keys))) end
end

-- What there is of a job, for `unlink_all`.
local function add_keys(keys, id)
  keys[#keys + 1], keys[#keys + 2], keys[#keys + 3] = job_key(id), Q .. ':log:' .. id, Q .. ':ch:' .. id
end

-- What `ended` names goes to the lists of what is over, and the oldest there go, beyond so many; a few at a time, so that no
-- call pays for all.
local ended = {}
local function trim(settings, state)
  local list = Q .. ':' .. state
  local excess = call('ZCARD', list) - settings['keep_' .. state]
  if excess <= 0 then return end
  local oldest = call('ZPOPMIN', list, math.min(excess, #(ended[state] or {}) + 100))
  local gone = {}
  for i = 1, #oldest, 2 do add_keys(gone, oldest[i]) end
  unlink_all(gone)
end

-- To be called once, at the end.
local function close(settings)
  for state, ids in pairs(ended) do
    for from = 1, #ids, 4000 do call('ZADD', Q .. ':' .. state, unpack(ids, from, math.min(from + 3999, #ids))) end
    trim(settings, state)
  end
  for what, by in pairs(counts) do call('HINCRBY', Q, 'n_' .. what, by) end
end

-- The job may start now, or again.
local function make_ready(settings, job)
  local key = job_key(job.id)
  call('HSET', key, 's', 'ready', 'q', text(NOW))
  if job.x then call('ZADD', TTL, job.x, job.id) end
  line_up(job.id, job.g, rank_of(settings, tonumber(job.p or call('HGET', key, 'p')), new_ranks(1) + 1))
end

-- What the job waited for is over. Gives how many may start now: it, unless it was to start later.
local function unblock(settings, job)
  leave('blocked', job.id)
  if job.du and tonumber(job.du) > NOW then
    call('HSET', job_key(job.id), 's', 'delayed')
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

local finish

-- One of a parent's children is over, with a result if it is done. The parent may start when all are; one that failed fails
-- it, unless the child says otherwise. Gives how many others may start now.
local function child_ended(settings, child, state, result)
  local children, field = Q .. ':ch:' .. child.pa, 's' .. child.id
  if call('HGET', children, field) ~= 'open' then return 0 end
  call('HSET', children, field, state)
  if result then call('HSET', children, 'r' .. child.id, result) end
  local parent = read_whole(child.pa)
  if not parent then return 0 end
  local open = call('HINCRBY', job_key(parent.id), 'pn', -1)
  local harmful = state ~= 'done' and child.cf ~= 'continue'
  if harmful then call('HINCRBY', job_key(parent.id), 'pf', 1) end
  if parent.s ~= 'blocked' then return 0 end
  if harmful then
    take_out(parent)
    return finish(settings, parent, 'dead', 'child', 'er', 'child ' .. child.id .. ' is ' .. state)
  end
  return open > 0 and 0 or unblock(settings, parent)
end

-- Jobs that were cancelled with others: id, what it was, uid of the instance where it was worked on or '', epoch, 1 where
-- followers are to be told.
local also = {}

-- Nobody works on the job any more, and it starts no more. Gives how many others may start for that.
local function withdraw(job)
  if job.s ~= 'active' then
    take_out(job)
    return 0
  end
  call('ZREM', LEASE, job.id)
  return 1 + (job.g and leave_group(job.g) or 0)
end

-- A parent is over before its children: those that are not over are cancelled. Gives how many others may start now.
local function cancel_children(settings, parent)
  local key, started = Q .. ':ch:' .. parent.id, 0
  local children = call('HGETALL', key)
  for i = 1, #children, 2 do
    local field = children[i]
    if children[i + 1] == 'open' and field:sub(1, 1) == 's' then
      call('HSET', key, field, 'cancelled')
      local child = read_whole(field:sub(2), 'u')
      if child and not is_over(child) then
        started = started + withdraw(child)
          + finish(settings, child, 'cancelled', 'parent', 'er', 'its parent ' .. parent.id .. ' is over')
        also[#also + 1] = {child.id, child.s, child.s == 'active' and child.u or '', child.e or '0', child.fo and 1 or 0}
      end
    end
  end
  call('HSET', job_key(parent.id), 'pn', '0')
  return started
end

-- What hangs on a job that is over: whoever waited for it, its deduplication key, its parent, its children.
local function loosen(settings, job, state, result)
  if job.aw then call(ARGV[1], Q .. ':ended', job.id) end
  local started = 0
  if job.k then started = pass_key(settings, job) end
  if job.pa then started = started + child_ended(settings, job, state, result) end
  if job.pn and job.pn ~= '0' and state ~= 'done' and state ~= 'dead' then
    started = started + cancel_children(settings, job)
  end
  return started
end

-- The job is over, with another value of its hash. It must have left its line, or its lease, already. Gives how many others
-- may start now.
finish = function(settings, job, state, cause, name, value)
  local key, now = job_key(job.id), text(NOW)
  if cause == '' then
    call('HSET', key, 's', state, 'z', now, name, value)
  else
    call('HSET', key, 's', state, 'z', now, 'ca', cause, name, value)
  end
  local ids = ended[state]
  if not ids then
    ids = {}
    ended[state] = ids
  end
  ids[#ids + 1], ids[#ids + 2] = now, job.id
  record(settings, state, job.id, job.e, cause)
  if not job.sp then return 0 end
  if job.fo then call('ZADD', TELL, now, job.id) end
  return loosen(settings, job, state, state == 'done' and value or nil)
end

-- A job that waits is thrown away as if it had been cancelled, and its keys are added to what is to be unlinked. Gives how
-- many others may start now.
local function throw_away(settings, job, gone)
  count('cancelled')
  take_out(job)
  local started = loosen(settings, job, 'cancelled')
  add_keys(gone, job.id)
  return started
end

-- Delayed jobs whose time has come line up, at most so many. Gives how many did, and the time of the next one, if any.
local function promote(settings, most)
  local first = call('ZRANGE', DELAYED, 0, 0, 'WITHSCORES')[2]
  local at = tonumber(first)
  if not at or at > NOW then return 0, at end
  local due = call('ZRANGEBYSCORE', DELAYED, '-inf', text(NOW), 'LIMIT', 0, most)
  call('ZREM', DELAYED, unpack(due))
  local sequence = new_ranks(#due)
  for i, id in ipairs(due) do
    local job = read_job(id, 'p', 'g')
    if job then
      call('HSET', job_key(id), 's', 'ready', 'q', text(NOW))
      line_up(id, job.g, rank_of(settings, tonumber(job.p), sequence + i))
    end
  end
  return #due, tonumber(call('ZRANGE', DELAYED, 0, 0, 'WITHSCORES')[2])
end

-- Groups that were held up until now have their turn again. Gives how many.
local function free_due_groups()
  local freed = 0
  for _, group in ipairs(call('ZRANGEBYSCORE', PARKED, '-inf', text(NOW), 'LIMIT', 0, 100)) do
    freed = freed + free_group(group)
  end
  return freed
end
