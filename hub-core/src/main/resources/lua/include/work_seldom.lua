-- What job_work seldom needs.

-- ---- settling

local function again(job, delay, is_next)
  if delay > 0 then
    write_job(job, 'delayed')
    if job.x then call('ZADD', TTL, job.x, job.id) end
    call('ZADD', DELAYED, text(NOW + delay), job.id)
  else
    make_ready(settings, job, is_next)
    startable = startable + 1
  end
end

-- With a start that was settled otherwise than as done: the last few of the job, each as its number and a letter.
local LETTERS, REMEMBERED = {retry = 'f', dead = 'd', release = 'r', unbegun = 'u'}, 120
local function settled_with(id, verb, epoch)
  local before = call('HGET', job_key(id), 'st') or ' '
  return (before .. epoch .. LETTERS[verb] .. ' '):sub(-REMEMBERED)
end

-- Whether this was settled so already by the same start: its answer was lost, and it is sent again. Not so if its lease ended.
local function is_settled(job, verb, epoch)
  if verb == 'done' then return job.s == 'done' and job.e == epoch end
  return (call('HGET', job_key(job.id), 'st') or ''):find(' ' .. epoch .. LETTERS[verb] .. ' ', 1, true) ~= nil
end

-- Settles the job whose part of ARGV begins there and whose hash has this line.
settle_any = function(at, line)
  local verb, id, epoch, data = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 4]
  if not line then return 0 end
  local job = job_of(id, line)
  if job.sp then read_special(job) end
  if job.s ~= 'active' or job.e ~= epoch then
    -- What the answer relies on may have come over another connection: this is something for replicas to confirm.
    count('late')
    return is_settled(job, verb, epoch) and (job.fo and 4 or 3) or 0
  end
  over[#over + 1] = id
  if job.g then startable = startable + leave_group(job.g) end
  if verb == 'done' then
    startable = startable + finish(settings, job, 'done', '', 'r', ARGV[at + 3])
  elseif verb == 'dead' then
    job.f = text(job.f + 1)
    call('HSET', job_key(id), 'st', settled_with(id, verb, epoch))
    startable = startable + finish(settings, job, 'dead', ARGV[at + 5], 'er', data)
  elseif verb == 'retry' then
    job.f = text(job.f + 1)
    call('HSET', job_key(id), 'er', data, 'st', settled_with(id, verb, epoch))
    record(settings, 'retry', id, job.e, data:sub(1, 200))
    again(job, tonumber(ARGV[at + 3]))
  else
    call('HSET', job_key(id), 'st', settled_with(id, verb, epoch))
    record(settings, 'released', id, job.e)
    again(job, tonumber(ARGV[at + 3]), verb == 'unbegun')
  end
  return job.fo and 2 or 1
end

promote_due_now = function() return promote_due(settings, 100) end

-- ---- leasing

local function sooner(ms) if hint < 0 or ms < hint then hint = math.max(0, ms) end end

local function expire(job)
  call('ZREM', TTL, job.id)
  looks = looks - 1
  startable = startable + finish(settings, job, 'expired', 'ttl', 'er', 'its time to live was over')
end

-- Leases a job that has left its line, or is to leave it; false when its time was over. Its hash may have been read.
take_any = function(id, read)
  read = read or call('HMGET', job_key(id), 's', 'd', 'o')
  if not read[1] then return false end
  local job = job_of(id, read[1])
  if job.sp then
    read_special(job)
    if job.x and tonumber(job.x) <= NOW then
      expire(job)
      return false
    end
    if job.x then call('ZREM', TTL, id) end
  end
  while left == 0 do
    taker = taker + 1
    left = tonumber(ARGV[6 + taker * 3])
  end
  left = left - 1
  job.e, job.c, job.u, job.w = text(job.e + 1), NOW_TEXT, ARGV[3], ARGV[5 + taker * 3]
  local attempt_end, lease_end = '0', LEASE_END
  if job.tm then
    local at = NOW + tonumber(job.tm) + tonumber(ARGV[7 + taker * 3])
    attempt_end = text(at)
    if at < NOW + lease then lease_end = attempt_end end
    write_job(job, 'active', 'to', attempt_end)
  else
    write_job(job, 'active')
  end
  local n = #leased
  leases[n * 2 + 1], leases[n * 2 + 2] = lease_end, id
  bytes = bytes - #read[2]
  leased[n + 1] = {id, read[3] or '', read[2], job.e, job.f, job.q ~= '0' and job.q or job.t, job.t, lease_end, attempt_end, taker}
  return true
end

-- How many jobs a rate lets start now; `used` is when it is used up to, in us. One takes so many us of it, rounded up.
local function allowed(used, limit, period_ms)
  local each = math.ceil(period_ms * 1000 / limit)
  local from = math.max(used, NOW_US)
  return math.floor((NOW_US + each * limit - from) / each), each, from
end

-- In how many ms one more may start that takes it up to `from`.
local function free_in(from, each, limit) return math.ceil((from + each - each * limit - NOW_US) / 1000) end

local function park(group, until_ms)
  looks = looks - 1
  call('ZREM', GROUPS, group)
  call('ZADD', PARKED, until_ms, group)
end

-- Starts the head of a group's line, unless the group has to wait, or the job's time was over.
local function start_of_group(group, turn)
  local key, line = group_state(group), group_line(group)
  local state = call('HMGET', key, 'n', 'w', 'ta', 'h', 'm')
  local active, most = tonumber(state[1]) or 0, tonumber(state[5]) or settings.group_concurrency
  if state[4] or most > 0 and active >= most then
    park(group, '+inf')
    return
  end
  local room, each, from
  if settings.group_rate_limit > 0 then
    room, each, from = allowed(tonumber(state[3]) or 0, settings.group_rate_limit, settings.group_rate_period_ms)
    if room < 1 then
      park(group, text(NOW + math.max(1, free_in(from, each, settings.group_rate_limit))))
      return
    end
  end
  local id = call('ZPOPMIN', line)[1]
  if id then
    call('HINCRBY', Q, 'gn', -1)
    if take_any(id) then
      local after = turn + math.floor(STRIDE / (tonumber(state[2]) or 1))
      call('HSET', Q, 'v', text(turn))
      call('HINCRBY', key, 'n', 1)
      active = active + 1
      if each then
        call('HSET', key, 'v', text(after), 'ta', text(from + each))
      else
        call('HSET', key, 'v', text(after))
      end
      if state[3] then call('PERSIST', key) end
      turn = after
    end
  end
  if call('EXISTS', line) == 1 then
    call('ZADD', GROUPS, text(turn), group)
  else
    call('ZREM', GROUPS, group)
    if active == 0 then rest_group(group) end
  end
end

-- Starts the next job of the groups and of those without, in turn; false when there is none in a group.
local function start_in_turn()
  local first = call('ZRANGE', GROUPS, 0, 0, 'WITHSCORES')
  if not first[1] then return false end
  local turn = tonumber(first[2])
  local own = call('HMGET', Q, 'u', 'v')
  if (tonumber(own[1]) or 0) <= turn then
    local id = call('ZPOPMIN', READY)[1]
    if id then
      if take_any(id) then
        call('HSET', Q, 'u', text(math.max(tonumber(own[1]) or 0, tonumber(own[2]) or 0) + STRIDE))
      end
      return true
    end
  end
  start_of_group(first[1], turn)
  return true
end

local function lease_from_line(most)
  while #leased < most and bytes > 0 and looks > 0 do
    local first = call('ZPOPMIN', READY, math.min(most - #leased, 16))
    if not first[1] then return end
    for i = 1, #first, 2 do
      if bytes > 0 then
        take_any(first[i])
      else
        call('ZADD', READY, first[i + 1], first[i])
      end
    end
  end
end

-- One that expired may have let a job of a group line up.
local function lease_most(most)
  repeat
    grouped = false
    if has_groups then
      while #leased < most and bytes > 0 and looks > 0 and start_in_turn() do end
    end
    lease_from_line(most)
    has_groups = has_groups or grouped
  until not grouped or #leased >= most or bytes <= 0 or looks <= 0
end

-- Leases as many as are wanted and limits allow.
lease_any = function()
  has_groups = has_groups or grouped
  if has_groups then free_due_groups() end
  local most = wanted
  if settings.concurrency > 0 then most = math.min(most, settings.concurrency - call('ZCARD', LEASE)) end
  if settings.rate_limit == 0 then
    lease_most(most)
    return
  end
  local used = tonumber(call('HGET', Q, 'ta')) or 0
  local room, each, from = allowed(used, settings.rate_limit, settings.rate_period_ms)
  lease_most(math.min(most, room))
  if #leased > 0 then call('HSET', Q, 'ta', text(from + each * #leased)) end
  if #leased >= room then sooner(free_in(from + each * #leased, each, settings.rate_limit)) end
end

hint_at_groups = function()
  local parked = call('ZRANGE', PARKED, 0, 0, 'WITHSCORES')[2]
  if parked and parked ~= 'inf' then sooner(tonumber(parked) - NOW) end
end
