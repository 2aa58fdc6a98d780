-- purpose: do with children what parents in other queues want: cancel them, or have them done again
-- include: job
-- include: job_seldom
-- ARGV[3] and following, 5 for each order: flow; child; number of the order; cancel, drop where it was refused and may be submitted
--   again later, or again; why
-- result: {ok, 1 if this queue has something to tell in turn, for each order gone where there is no such child and else done, what
--   was cancelled, see job_cancel, each after its id}; {unconfigured}
-- cost: O(orders * log(jobs of the queue)), the jobs of their flows included
-- idempotent: yes
local settings = read_settings()
if not settings then return {'unconfigured'} end
local started = 0
-- include: again

-- Its parent knows, and is told nothing.
local function cancel(job, why)
  job.pq, job.pa = nil, nil
  started = started + withdraw(job) + finish(settings, job, 'cancelled', 'parent', 'er', why)
  also[#also + 1] = {job.id, job.s, job.s == 'active' and job.u or '', job.e, job.fo and 1 or 0}
end

-- As a parent in this queue would do it.
local function is_done_again(job)
  return job.s ~= 'done' and (job.cf ~= 'continue' or job.ca == 'parent') and again(job, false)
end

-- A child that is not there shall not come later, for its submission may still be on its way.
local function obey(at)
  local flow, id, number, what = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2]), ARGV[at + 3]
  local job = read_whole(id, 'uo', 'ca')
  if not job or not job.pq or job.pq:match(' (.+)$') ~= flow then
    if what == 'cancel' then call('SET', Q .. ':sent:' .. flow .. ':' .. id, '', 'PX', 3600000) end
    return 'gone'
  end
  local last = tonumber(job.uo) or 0
  call('HSET', job_key(id), 'uo', math.max(last, number))
  if number <= last then return 'done' end
  if what ~= 'again' then
    if not is_over(job) then cancel(job, ARGV[at + 4]) end
  elseif is_over(job) and not is_done_again(job) then
    tell_far(job, job.s, call('HGET', job_key(id), job.s == 'done' and 'r' or 'er') or '')
  end
  return 'done'
end

local results = {}
for at = 3, #ARGV, 5 do results[#results + 1] = obey(at) end
wake(started)
close(settings)
return {'ok', outgoing and 1 or 0, results, also}
