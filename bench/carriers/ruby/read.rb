# Puts each password into each place as a person would paste it, and reads it back with the place's own Ruby parser.
# Standard input and output are those of python/read.py.

require 'erb'
require 'json'
require 'uri'
require 'yaml'

def version(gem, path = gem)
  require path
  "#{gem} #{Gem.loaded_specs[gem]&.version || Gem::Specification.find_by_name(gem).version}"
end

RUBY = -> { "Ruby #{RUBY_VERSION}" }

PLACES = {
  'ruby-dotenv' => [-> { version('dotenv') }, ->(password) { Dotenv::Parser.call("A=1\nPASSWORD=#{password}\nB=2\n")['PASSWORD'] }],
  'activerecord-url' => [-> { version('activerecord', 'active_record') }, lambda { |password|
    ActiveRecord::Base
    url = "postgresql://app:#{password}@db.example:5432/app"
    read = ActiveRecord::DatabaseConfigurations::ConnectionUrlResolver.new(url).to_hash.transform_keys(&:to_s)
    read['password'] if read['host'] == 'db.example' && read['database'] == 'app'
  }],
  'ruby-redis-url' => [-> { version('redis') }, lambda { |password|
    read = Redis::Client.new(url: "rediss://app:#{password}@db.example:6379/1")
    read.password if read.host == 'db.example' && read.db == 1
  }],
  'bunny-url' => [-> { version('bunny') }, lambda { |password|
    read = AMQ::URI.parse("amqps://app:#{password}@db.example:5671/app")
    read[:pass] if read[:host] == 'db.example' && read[:vhost] == 'app'
  }],
  'database-yml' => [RUBY, ->(password) { YAML.safe_load(ERB.new("user: app\npassword: '#{password}'\nlast: x\n").result)['password'] }],
  'ruby-string' => [RUBY, ->(password) { eval("\"#{password}\"") }]
}.freeze

# What a password prints by accident must not be taken for the answer.
answer = $stdout.dup
$stdout.reopen(File::NULL)
$stderr.reopen(File::NULL)

answers = {}
JSON.parse($stdin.read).each do |name, passwords|
  parser, read = PLACES[name]
  next unless parser

  begin
    parser = parser.call
  rescue LoadError
    next
  end
  values = passwords.map do |password|
    value = read.call(password)
    value if value.is_a?(String) && value.valid_encoding?
  rescue StandardError, ScriptError, SystemExit, NoMatchingPatternError
    nil
  end
  answers[name] = { parser: parser, read: values }
end
answer.print JSON.generate(answers)
