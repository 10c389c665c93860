# The part of Homebrew that a formula like ours uses, for trying it where there is no Homebrew:
#   ruby homebrew.rb FORMULA OS CPU UNPACKED PREFIX TESTPATH
# prints the address and the sum it chose for that system and its caveats, installs from UNPACKED into PREFIX, and
# runs its test in TESTPATH. Rule: nothing is more lenient here than there.

require "fileutils"
require "pathname"

FORMULA, OS, CPU, UNPACKED, PREFIX, TESTPATH = ARGV

class Pathname
  def install(*sources)
    mkpath
    sources.flat_map { |source| source.is_a?(Hash) ? source.to_a : [[source, File.basename(source)]] }.each do |from, to|
      FileUtils.cp(from, self/to, preserve: true)
    end
  end
end

class Formula
  class << self
    attr_reader :chosen, :trial

    %w[desc homepage license].each { |name| define_method(name) { |text| (@chosen ||= {})[name] = text } }

    %w[url sha256].each do |name|
      define_method(name) do |text|
        raise "#{name} twice" if (@chosen ||= {}).key?(name)

        @chosen[name] = text
      end
    end

    def on_macos = (yield if OS == "macos")
    def on_linux = (yield if OS == "linux")
    def on_arm = (yield if CPU == "arm")
    def on_intel = (yield if CPU == "intel")
    def test(&block) = @trial = block
  end

  def prefix = Pathname(PREFIX)
  def bin = prefix/"bin"
  def man1 = prefix/"share/man/man1"
  def bash_completion = prefix/"etc/bash_completion.d"
  def zsh_completion = prefix/"share/zsh/site-functions"
  def fish_completion = prefix/"share/fish/vendor_completions.d"
  def testpath = Pathname(TESTPATH)

  # Read from the address, as Homebrew does.
  def version = self.class.chosen["url"][%r{/releases/download/v([0-9.]+)/}, 1]

  def shell_output(command)
    output = `#{command}`
    raise "#{command}: #{$?}" unless $?.success?

    output
  end

  def assert_match(expected, actual)
    raise "no #{expected.inspect} in #{actual.inspect}" unless actual.include?(expected)
  end
end

load FORMULA
formula = Swr.new
puts Swr.chosen["url"], Swr.chosen["sha256"]
puts formula.caveats
Dir.chdir(UNPACKED) { formula.install }
formula.instance_exec(&Swr.trial)
