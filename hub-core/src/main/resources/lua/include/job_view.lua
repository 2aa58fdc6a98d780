-- To be included after job_seldom.
-- What is known of a job: {id, when it may start or its lease ends in ms or '', its fields and their values, those of its line
-- among them, see job_steps, its children: id and state}; nil when there is no such job. And the bytes of its payload and result.
local IN_LINE = {'e', 'z', 'f', 'p', 't', 'q', 'c', 'u', 'w'}
local function view_of(id)
  local fields = call('HGETALL', job_key(id))
  if #fields == 0 then return nil, 0 end
  local at, job, is_parent, bytes = '', nil, false, 0
  for i = 1, #fields, 2 do
    local name, value = fields[i], fields[i + 1]
    if name == 's' then
      job = job_of(id, value)
      fields[i + 1] = job.s
    end
    if name == 'pn' then is_parent = true end
    if name == 'd' or name == 'r' then bytes = bytes + #value end
  end
  for i = 1, #IN_LINE do fields[#fields + 1], fields[#fields + 2] = IN_LINE[i], job[IN_LINE[i]] end
  if job.s == 'delayed' then
    at = call('ZSCORE', DELAYED, id) or ''
  elseif job.s == 'active' then
    at = call('ZSCORE', LEASE, id) or ''
  end
  return {id, at, fields, is_parent and children_of(id, 's') or {}}, bytes
end
