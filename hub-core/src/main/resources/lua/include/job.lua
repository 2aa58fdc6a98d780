-- KEYS[1] the queue, HASH: settings by their names; paused, closed; seq the last rank given; v virtual time of the groups,
--   u that of jobs without group; ta when the rate is used up to, in us; gn jobs that wait in groups; lt highest term of a
--   leader; n_<what> counts. The keys of its jobs begin with its own, see docs/keys.md
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
  'keep_dead', 'keep_cancelled', 'keep_expired', 'gn'}
local function read_settings()
  local values = call('HMGET', Q, unpack(SETTINGS))
  if not values[1] then return nil end
  local settings = {}
  for i, name in ipairs(SETTINGS) do settings[name] = tonumber(values[i]) or values[i] end
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

local function new_ranks(many) return call('HINCRBY', Q, 'seq', many) - many end

local function rank_of(settings, priority, sequence)
  if settings.aging_ms > 0 then
    return text((NOW - BEGIN + priority * settings.aging_ms) * PER_MS + sequence % PER_MS)
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

local function line_up(id, group, rank)
  if not group then
    call('ZADD', READY, rank, id)
  elseif call('ZADD', group_line(group), rank, id) == 1 then
    call('HINCRBY', Q, 'gn', 1)
    offer_group(group)
  end
end

-- A job that waits starts no more, whatever line it is in.
local function take_out(job)
  if job.s == 'ready' and job.g then
    if call('ZREM', group_line(job.g), job.id) == 1 then call('HINCRBY', Q, 'gn', -1) end
  else
    call('ZREM', job.s == 'ready' and READY or job.s == 'delayed' and DELAYED or BLOCKED, job.id)
  end
  if job.x then call('ZREM', TTL, job.id) end
end

-- A group that was held up may have its turn again.
local function free_group(group)
  if call('ZREM', PARKED, group) == 1 and call('EXISTS', group_line(group)) == 1 then offer_group(group) end
end

-- An active job of the group is active no more.
local function leave_group(group)
  local state = group_state(group)
  if call('HINCRBY', state, 'n', -1) <= 0 then
    if call('HEXISTS', state, 'w') == 0 and call('HEXISTS', state, 'h') == 0 and call('EXISTS', group_line(group)) == 0 then
      call('HDEL', state, 'n', 'v')
    else
      call('HDEL', state, 'n')
    end
  end
  local until_ms = call('ZSCORE', PARKED, group)
  if until_ms == 'inf' then free_group(group) end
end

-- ---- waking

-- One instance for each job that may start now; instances that do not hear it are passed over.
local function wake(many)
  while many > 0 do
    local idle = call('ZPOPMIN', HUNGRY)
    if not idle[1] then return end
    if call(ARGV[1], ARGV[2] .. idle[1], Q) > 0 then many = many - 1 end
  end
end

-- ---- how jobs end, and go on

-- What `ended` names goes to the lists of what is over, and the oldest there go, beyond so many; a few at a time, so that no
-- call pays for all.
local ended = {}
local function trim(settings, state)
  local list = Q .. ':' .. state
  local excess = call('ZCARD', list) - settings['keep_' .. state]
  if excess <= 0 then return end
  local oldest = call('ZPOPMIN', list, math.min(excess, #(ended[state] or {}) + 100))
  local gone = {}
  for i = 1, #oldest, 2 do
    local id = oldest[i]
    gone[#gone + 1], gone[#gone + 2], gone[#gone + 3] = job_key(id), Q .. ':log:' .. id, Q .. ':ch:' .. id
  end
  for from = 1, #gone, 3000 do call('UNLINK', unpack(gone, from, math.min(from + 2999, #gone))) end
end

-- To be called once, at the end.
local function close(settings)
  for state, ids in pairs(ended) do
    for from = 1, #ids, 4000 do call('ZADD', Q .. ':' .. state, unpack(ids, from, math.min(from + 3999, #ids))) end
    trim(settings, state)
  end
  for what, by in pairs(counts) do call('HINCRBY', Q, 'n_' .. what, by) end
end

-- A job that waited for this one's deduplication key takes its place.
local function pass_key(settings, key, id)
  local place = Q .. ':dd:' .. key
  local held = call('HMGET', place, 'id', 'next', 'mode')
  if held[1] ~= id or held[3] == 'throttle' then return 0 end
  if not held[2] then
    call('DEL', place)
    return 0
  end
  call('HSET', place, 'id', held[2])
  call('HDEL', place, 'next')
  local job = read_job(held[2], 'p', 'g')
  if not job then return 0 end
  call('ZREM', BLOCKED, job.id)
  call('HSET', job_key(job.id), 's', 'ready', 'q', text(NOW))
  line_up(job.id, job.g, rank_of(settings, tonumber(job.p), new_ranks(1)))
  return 1
end

-- What many jobs have not: a job with any of these has the field `sp` as well.
local SPECIAL = {'g', 'k', 'pa', 'cf', 'aw', 'fo', 'x', 'p', 'to'}

-- What `finish` and `make_ready` have to know of a job beside its state: read after these fields.
local function read_whole(id, ...)
  local job = read_job(id, 'e', 'sp', ...)
  if job and job.sp then
    for i, value in ipairs(call('HMGET', job_key(id), unpack(SPECIAL))) do job[SPECIAL[i]] = value or nil end
  end
  return job
end

local finish

-- One of a parent's children is over. The parent may start when all are; one that failed fails it, unless the child says
-- otherwise. Gives how many others may start now.
local function child_ended(settings, child, state)
  local children = Q .. ':ch:' .. child.pa
  if call('HGET', children, child.id) ~= 'open' then return 0 end
  call('HSET', children, child.id, state)
  local parent = read_whole(child.pa, 'p')
  if not parent or parent.s ~= 'blocked' then return 0 end
  local open = call('HINCRBY', job_key(parent.id), 'pn', -1)
  if state ~= 'done' and child.cf ~= 'continue' then
    take_out(parent)
    return finish(settings, parent, 'dead', 'child', 'er', 'child ' .. child.id .. ' is ' .. state)
  end
  if open > 0 then return 0 end
  call('ZREM', BLOCKED, parent.id)
  call('HSET', job_key(parent.id), 's', 'ready', 'q', text(NOW))
  line_up(parent.id, parent.g, rank_of(settings, tonumber(parent.p), new_ranks(1)))
  return 1
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
  if job.aw then call(ARGV[1], Q .. ':ended', job.id) end
  local started = 0
  if job.k then started = pass_key(settings, job.k, job.id) end
  if job.pa then started = started + child_ended(settings, job, state) end
  return started
end

-- The job may start now, or again.
local function make_ready(settings, job)
  local key = job_key(job.id)
  call('HSET', key, 's', 'ready', 'q', text(NOW))
  if job.x then call('ZADD', TTL, job.x, job.id) end
  line_up(job.id, job.g, rank_of(settings, tonumber(job.p or call('HGET', key, 'p')), new_ranks(1)))
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

-- Groups that were held up until now have their turn again.
local function free_due_groups()
  for _, group in ipairs(call('ZRANGEBYSCORE', PARKED, '-inf', text(NOW), 'LIMIT', 0, 100)) do free_group(group) end
end
