-- purpose: settle what workers did, and lease them jobs
-- include: job_call
-- ARGV[3] uid of the instance that they work at
-- ARGV[4] lease of the jobs in ms; 0 for the queue's
-- ARGV[5] most bytes of payloads; one job comes all the same
-- ARGV[6] 1 when the instance may be among those that are to be woken
-- ARGV[7] how many workers ask for jobs
-- ARGV[8] and following, for each of them: its name; how many jobs it takes; how many ms later it may begin, by which attempts
--   at these jobs end later. Then, for each job that is settled: done; id; epoch; result; or retry, dead, release, or unbegun, for a
--   worker that gives it back and did not begin, so that it comes next; id; epoch; delay in ms; error; cause
-- result: {ok, now in ms, what became of each settled job: 1, 2 where followers are to be told, 0 where it was no longer theirs,
--   3 and 4 for 1 and 2 where it was settled so before, whoever has it by now, and nothing changed,
--   each leased job's {id, what it is, payload, epoch, failures, ms it could have started since, ms it was submitted at, end of
--   the lease in ms, end of the attempt in ms or 0, worker's number}, ms until there may be more or -1, now in us, 1
--   where other queues are to be told something, see flow_read}; {unconfigured}
-- cost: O((settled + leased) * log(jobs))
-- idempotent: no
local set = call('HMGET', Q, 'lease_ms', 'paused', 'gn', 'concurrency', 'rate_limit', 'events', 'keep_done', 'kx',
  'ew')
if not set[1] then return {'unconfigured'} end
paused = set[2] == '1'
local takers, startable, promoted, hint = tonumber(ARGV[7]), 0, 0, -1
local has_groups = (set[3] or '0') ~= '0'

-- Jobs that have left their lease; the answers on leased ones; the ends of their leases, and their ids.
local over, leased, leases = {}, {}, {}

-- How many jobs are wanted; for which worker the next one is, how many it takes from then on, and bytes of payloads left.
local wanted, taker, left, bytes = 0, 1, takers > 0 and tonumber(ARGV[6 + 3]) or 0, tonumber(ARGV[5])
for i = 1, takers do wanted = wanted + tonumber(ARGV[6 + i * 3]) end
local lease = tonumber(ARGV[4] == '0' and set[1] or ARGV[4])
local LEASE_END = text(NOW + lease)

-- So many jobs and groups are looked at that do not start: those that expired, and those that are held up.
local looks = 1000

-- What is done with jobs that have rarer fields, and in queues with groups or limits, see work_seldom.
local settle_any, take_any, lease_any, promote_due_now, hint_at_groups, settings
local function seldom()
  if settle_any then return end
-- include: job_end
-- include: job_steps
  settings = setmetatable({concurrency = tonumber(set[4]), rate_limit = tonumber(set[5]), events = tonumber(set[6]),
    keep_done = tonumber(set[7]), kx = set[8], ew = tonumber(set[9]) or false}, LAZY)
  purging = settings.pu
-- include: job_seldom
-- include: work_seldom
end

-- ---- settling: here, where a job is done that has no rarer fields, with the line that job_steps tells of

local settled, done = {}, nil
local sub, match = string.sub, string.match
local LEASE, EVENTS = Q .. ':lease', Q .. ':ev'
local at = 8 + takers * 3
while at <= #ARGV do
  local id, epoch = ARGV[at + 1], ARGV[at + 2]
  local key, usual = JOB .. id, 'active ' .. epoch .. ' 0 0 '
  local line = call('HGET', key, 's')
  if line and ARGV[at] == 'done' and sub(line, 1, #usual) == usual then
    line = 'done ' .. epoch .. ' 0 ' .. NOW_TEXT .. sub(line, #usual)
    if ARGV[at + 3] == 'null' then call('HSET', key, 's', line) else call('HSET', key, 's', line, 'r', ARGV[at + 3]) end
    if is_cut then
      call('XADD', EVENTS, '*', 't', 'done', 'id', id, 'e', epoch)
    elseif set[6] ~= '0' then
      call('XADD', EVENTS, 'MAXLEN', '~', set[6], '*', 't', 'done', 'id', id, 'e', epoch)
      is_cut = true
    end
    if not done then
      done = ended.done or {}
      ended.done = done
    end
    done[#done + 1], done[#done + 2] = NOW_TEXT, id
    counts.done = (counts.done or 0) + 1
    over[#over + 1], settled[#settled + 1] = id, 1
  else
    seldom()
    settled[#settled + 1] = settle_any(at, line)
  end
  at = at + (ARGV[at] == 'done' and 4 or 6)
end
for from = 1, #over, 5000 do call('ZREM', LEASE, unpack(over, from, math.min(from + 4999, #over))) end
if set[4] ~= '0' then startable = startable + #over end

local due = tonumber(call('ZRANGE', Q .. ':delayed', 0, 0, 'WITHSCORES')[2])
if due and due <= NOW then
  seldom()
  promoted, due = promote_due_now()
end
if due then hint = math.max(0, due - NOW) end
has_groups = has_groups or grouped

-- ---- leasing: here from the line of jobs without group, those that have no rarer fields

local TAIL = ' ' .. NOW_TEXT .. ' ' .. ARGV[3] .. ' '
local is_plain = not has_groups and set[4] == '0' and set[5] == '0'
while is_plain and not paused and #leased < wanted and bytes > 0 and looks > 0 do
  local ids = call('ZRANGE', READY, 0, math.min(wanted - #leased, 256) - 1)
  if not ids[1] then break end
  local first, through = #leased, #ids
  for i = 1, #ids do
    local id = ids[i]
    local key = JOB .. id
    local read = call('HMGET', key, 's', 'd', 'o')
    local epoch, kept, failures, submitted, since
    if read[1] then
      epoch, kept, failures, submitted, since = match(read[1], '^ready (%d+) 0 0 ((%d+) %d+ (%d+) (%d+)) ')
    end
    if epoch then
      while left == 0 do
        taker = taker + 1
        left = tonumber(ARGV[6 + taker * 3])
      end
      left = left - 1
      epoch = epoch == '0' and '1' or text(epoch + 1)
      call('HSET', key, 's', 'active ' .. epoch .. ' 0 0 ' .. kept .. TAIL .. ARGV[5 + taker * 3])
      local n = #leased
      leases[n * 2 + 1], leases[n * 2 + 2] = LEASE_END, id
      leased[n + 1] = {id, read[3] or '', read[2], epoch, failures, since == '0' and submitted or since, submitted, LEASE_END,
        '0', taker}
      bytes = bytes - #read[2]
    else
      seldom()
      take_any(id, read)
    end
    if bytes <= 0 then
      through = i
      break
    end
  end
  -- A job that expired may have let others line up before those that started.
  if #leased - first == through then
    call('ZREMRANGEBYRANK', READY, 0, through - 1)
  else
    call('ZREM', READY, unpack(ids, 1, through))
  end
  is_plain = not grouped
end
if wanted > 0 then
  if not paused then
    if not is_plain then
      seldom()
      lease_any()
    end
    for from = 1, #leases, 4000 do call('ZADD', LEASE, unpack(leases, from, math.min(from + 3999, #leases))) end
    if looks <= 0 then hint = 0 end
  end
  if #leased < wanted and bytes > 0 then
    call('ZADD', HUNGRY, NOW_TEXT, ARGV[3])
  elseif ARGV[6] == '1' then
    call('ZREM', HUNGRY, ARGV[3])
  end
end
if has_groups and not paused then
  seldom()
  hint_at_groups()
end
if startable + promoted > 0 then
-- include: job_wake
  wake(math.min(startable + promoted, call('ZCARD', READY) + (has_groups and call('ZCARD', Q .. ':groups') or 0)))
end
if next(counts) then
-- include: job_end
  close(settings or {events = tonumber(set[6]), keep_done = tonumber(set[7]), kx = set[8], ew = tonumber(set[9])})
end
return {'ok', NOW_TEXT, settled, leased, text(hint), text(NOW_US), outgoing and 1 or nil}
