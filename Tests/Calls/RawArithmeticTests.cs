using System.Globalization;
using System.Text;
using Sema.Compiler.Evaluation;

namespace Sema.Tests.Calls;

/// <summary>
/// Random programs that compute with numbers of all kinds, in variables, loops, recursion, calls and closures: the emitter, which guesses kinds and computes
/// raw, must agree with the interpreter, which does nothing of the sort, in values, errors and the order of effects.
/// </summary>
[TestFixture]
public sealed class RawArithmeticTests
{
    private const int Programs = 300;

    /// <summary>How many calls each program tries.</summary>
    private const int Attempts = 9;

    [Test]
    public void Emitted_code_computes_as_the_interpreter_does() => Compare(static seed => new Generator(seed).Program(), Programs);

    [Test]
    public void Elements_of_mutable_arrays_are_those_of_the_interpreter() => Compare(static seed => new Generator(seed, withArrays: true).Program(), Programs / 2);

    /// <summary>Loops that walk over both ends of 64 bits, and 0, with tests that bound the variable and uses that leave 64 bits if the bounds are wrong.</summary>
    [Test]
    public void Bounds_of_loop_variables_hold()
    {
        string[] starts = ["9223372036854775804", "-9223372036854775804", "0", "s"];
        string[] steps = ["(+ i 1)", "(+ i -1)", "(- i 1)", "(- i -1)", "(+ 2 i)", "(- i 2)", "(+ i 3)", "(- i 3)", "(if (= n 1) (+ i 4) (- i 4))", "(remainder n -3)", "(mod n -2)", "(* i 2)"];
        string[] limits = ["9223372036854775807", "-9223372036854775807", "3", "(- s 1)", "(string-length \"abc\")"];
        string[] uses = ["(+ i 2)", "(- i 2)", "(* i i)", "(* i 4)", "(+ i i 1)", "(- i)", "(+ (quotient i 2) (quotient i 2) 5)", "(* (remainder i 1000) i)", "(- (bit/and i 255) i)", "(let ((j (mod i 10))) (* j j i))", "(- (abs i) -5)", "(+ (max i 9) (min i -9) i)", "(bit/shift-left i 1)", "(* (bit/shift-right i 1) 3)", "(- (bit/not i) 6)", "(* (abs (min i 3)) 2)"];
        string[] comparisons = ["<", ">", "<=", ">=", "="];
        var loops = new List<string>();
        foreach (var start in starts)
            foreach (var step in steps)
                for (var k = 0; k < 4; k++)
                {
                    var (limit, comparison) = (limits[loops.Count % limits.Length], comparisons[loops.Count / 3 % comparisons.Length]);
                    string Use(int at) => uses[(loops.Count + at) % uses.Length];
                    loops.Add($"(define (f{loops.Count} s) (let loop ((i {start}) (n 0) (l '())) (if (>= n 5) l (loop {step} (+ n 1) (cons (if ({comparison} i {limit}) {Use(0)} {Use(3)}) l)))))");
                }
        // Quotients of small numbers, and remainders, which have the sign of the dividend.
        foreach (var step in new[] { "(mod n -4)", "(mod n -9)", "(mod n 4)" })
            foreach (var use in new[] { "(- (- (remainder i 5) 9223372036854775807) 1)", "(+ (remainder i 5) 9223372036854775806)", "(- (- (quotient i 2) 9223372036854775804) 1)" })
                loops.Add($"(define (f{loops.Count} s) (let loop ((i 0) (n 0) (l '())) (if (>= n 5) l (loop {step} (+ n 1) (cons {use} l)))))");
        var calls = Enumerable.Range(0, loops.Count).SelectMany(static i => new[] { "0", "9223372036854775806", "1.5" }.Select(s => $"(try (f{i} {s}) (catch e (:message e)))"));
        var source = $"{string.Join('\n', loops)}\n(list {string.Join(' ', calls)})";
        var (emitted, interpreted) = (Tests.Programs.Run(source, BackEnd.Il), Tests.Programs.Run(source, BackEnd.Interpreter));
        Assert.That(emitted.Value, Is.EqualTo(interpreted.Value).And.Not.Null, emitted.Error);
    }

    /// <summary>Signs, parity and multiples of constants, of numbers of all kinds, in variables that are raw integers, raw floats and neither.</summary>
    [Test]
    public void Tests_of_one_number_hold()
    {
        string[] divisors = ["2", "3", "4", "5", "6", "7", "12", "100", "1024", "6144", "1000000007", "4611686018427387904", "9223372036854775806", "9223372036854775807", "1", "-3", "0"];
        string[] numbers = ["0", "1", "-1", "2", "-6", "6143", "12288", "9223372036854775807", "-9223372036854775808", "4611686018427387904", "-3000000021", "9223372036854775808", "0.0", "-0.0", "2.5", "(- (/ 1.0 0.0) (/ 1.0 0.0))", "1/2", "nil"];
        var tests = new[] { "(zero? x)", "(positive? x)", "(negative? x)", "(even? x)", "(odd? x)", "(not (even? (+ x 1)))", "(zero? (- x 6))", "(zero? (mod x 3))", "(odd? (* x x))" }
            .Concat(divisors.SelectMany(static d => new[] { $"(= (remainder x {d}) 0)", $"(= 0 (mod (- x 1) {d}))", $"(not (= (mod x {d}) 0))" })).ToArray();
        // The first loop counts, so that its variable is a raw integer; the second may get what it is given.
        var procedures = tests.Select(static (t, i) =>
            $"(define (f{i} s) (let loop ((x s) (n 0) (l '())) (if (> n 3) l (loop (+ x 1) (+ n 1) (cons (if {t} n 'no) l))))) (define (g{i} x) (if {t} 'yes 'no))");
        var calls = Enumerable.Range(0, tests.Length).SelectMany(i => numbers.Select(n => $"(try (list (f{i} {n}) (g{i} {n})) (catch e (:message e)))"));
        var source = $"{string.Join('\n', procedures)}\n(list {string.Join(' ', calls)})";
        var (emitted, interpreted) = (Tests.Programs.Run(source, BackEnd.Il), Tests.Programs.Run(source, BackEnd.Interpreter));
        Assert.That(emitted.Value, Is.EqualTo(interpreted.Value).And.Not.Null, emitted.Error);
    }

    /// <summary>Loops and procedures that count down to 0, or past it, from numbers on both sides of it: those that stay above have fewer tests for overflow.</summary>
    [Test]
    public void Bounds_of_variables_that_count_down_hold()
    {
        string[] ends = ["(= i 0)", "(<= i 0)", "(< i 1)", "(= i 1)", "(> 2 i)", "(= 0 i)", "(< i -4)"];
        string[] turns =
        [
            "(NEXT (- i 1) (+ n 1) USE)", "(NEXT (- i 2) (+ n 1) USE)", "(let ((j (- i 1))) (if (= j 0) (list 'j n l) (NEXT (- j 1) (+ n 1) USE)))", "(if (= n 2) (NEXT i 4 USE) (NEXT (- i 1) (+ n 1) USE))",
            "(let ((j (- i 1))) (if (= n 1) (NEXT (- j 1) 3 USE) (NEXT j (+ n 1) USE)))", "(if (> i 3) (NEXT (- i 3) (+ n 1) USE) (NEXT (+ i -1) (+ n 1) USE))", "(NEXT (- i n) (+ n 1) USE)",
        ];
        string[] uses = ["(- i 9223372036854775807)", "(- (- i 2) 9223372036854775807)", "(* i i)", "(+ i 9223372036854775800)", "(- -9223372036854775807 i)", "(- -2 (* i 4))"];
        var procedures = new List<string>();
        foreach (var end in ends)
            foreach (var turn in turns)
            {
                var name = $"f{procedures.Count}";
                var body = $"(if {end} (list i n l) (if (>= n 5) (list 'n i l) {turn.Replace("USE", $"(cons {uses[procedures.Count % uses.Length]} l)", StringComparison.Ordinal)}))";
                procedures.Add(procedures.Count % 2 == 0
                    ? $"(define ({name} i n l) {body.Replace("NEXT", name, StringComparison.Ordinal)})"
                    : $"(define ({name} i n l) (let loop ((i i) (n n) (l l)) {body.Replace("NEXT", "loop", StringComparison.Ordinal)}))");
            }
        // What is not known to be a float or a bignum does not speak against a raw integer.
        string[] starts = ["6", "3", "0", "-1", "-9223372036854775806", "9223372036854775807", "(car (list 2.5))", "(car (list 100000000000000000000))"];
        var calls = Enumerable.Range(0, procedures.Count).SelectMany(i => starts.Select(s => $"(try (f{i} {s} 0 '()) (catch e (:message e)))"));
        var source = $"{string.Join('\n', procedures)}\n(list {string.Join(' ', calls)})";
        var (emitted, interpreted) = (Tests.Programs.Run(source, BackEnd.Il), Tests.Programs.Run(source, BackEnd.Interpreter));
        Assert.That(emitted.Value, Is.EqualTo(interpreted.Value).And.Not.Null, emitted.Error);
    }

    [TestCase("(bit/and (/ b a) 255)")]
    [TestCase("(quotient (/ b a) 3)")]
    [TestCase("(remainder (+ (/ b a) 1) 3)")]
    [TestCase("(+ (/ b a) 1.5)")]
    [TestCase("(/ (* a b) (- a a))")]
    [TestCase("(mod (sqrt b) 2)")]
    [TestCase("(bit/or (* b 1.5) 1)")]
    [TestCase("(* (* 9223372036854775807 b) (+ b b -0.0))")]
    public void What_may_raise_is_computed_before_what_stands_behind_it(string operand)
    {
        var source = $"""
            (define log '())
            (define (note x) (set! log (cons x log)) x)
            (define (h a b) (- {operand} (note (list a b))))
            (list {string.Join(' ', new[] { "4 8", "3 8", "0 8", "-9223372036854775808 -1", "7 nil", "7 -6" }.Select(static o => $"(try (h {o}) (catch e (:message e)))"))} log)
            """;
        Assert.That(Tests.Programs.Run(source, BackEnd.Il).Value, Is.EqualTo(Tests.Programs.Run(source, BackEnd.Interpreter).Value).And.Not.Null);
    }

    [Test]
    public void Fields_of_records_are_those_of_the_interpreter() => Compare(static seed => new Generator(seed, withRecords: true).Program(), Programs);

    private static void Compare(Func<int, string> program, int programs)
    {
        var first = int.TryParse(Environment.GetEnvironmentVariable("SEMAC_FIRST_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : 1;
        var count = int.TryParse(Environment.GetEnvironmentVariable("SEMAC_SEEDS"), CultureInfo.InvariantCulture, out var seeds) ? seeds : programs;
        var raised = 0;
        for (var i = first; i < first + count; i++)
        {
            var source = program(i);
            var emitted = Tests.Programs.Run(source, BackEnd.Il);
            var interpreted = Tests.Programs.Run(source, BackEnd.Interpreter);
            Assert.That((emitted.Value, emitted.Error), Is.EqualTo((interpreted.Value, interpreted.Error)), $"seed {i}:\n{source}");
            raised += emitted.Value!.Split("(:").Length - 1;
        }
        Assert.That(raised, Is.LessThan(count * Attempts / 2), "of the attempts, those that raise");
    }

    /// <summary>Writes one program; all randomness comes from the seed.</summary>
    private sealed class Generator(int seed, bool withArrays = false, bool withRecords = false)
    {
        private static readonly string[] Integers =
        [
            "0", "1", "2", "3", "-1", "7", "10", "255", "9007199254740993", "4611686018427387904", "9223372036854775807", "-9223372036854775808",
            "9223372036854775808",
        ];

        private static readonly string[] Floats = ["0.0", "-0.0", "0.5", "1.5", "-2.25", "4.0", "1e300", "9007199254740992.0", "9.3e18"];
        private static readonly string[] Others = ["1/2", "\"s\"", "nil"];

        private readonly Random _random = new(seed);
        private readonly List<string> _variables = [];
        private readonly List<string> _arrays = [];
        private readonly List<string> _records = [];
        private int _loops;
        private int _names;

        public string Program()
        {
            var text = new StringBuilder();
            text.AppendLine("(define log '())");
            text.AppendLine("(define (note x) (set! log (cons x log)) x)");
            text.AppendLine("(define (pick k x y) (if (= k 0) x y))");
            text.AppendLine("(define (give f x) (f x))");
            text.AppendLine("(define (twice f) (f) (f))");
            text.AppendLine("(define (adder k) (fn (x) (+ x k)))");
            text.AppendLine("(define (counter c step) (fn () (set! c (+ c step)) c))");
            text.AppendLine("(define (chain f g) (fn (x) (f (g x))))");
            text.AppendLine("(define (chained f k) (chain f (adder k)))");
            if (withArrays)
            {
                // Two names of one array, one that grows from nothing, one of booleans.
                text.AppendLine(CultureInfo.InvariantCulture, $"(define p (mutable-array/new 4 {Number()}))");
                text.AppendLine("(define q p)");
                text.AppendLine("(define r (mutable-array/new))");
                for (var i = 0; i < 4; i++) text.AppendLine(CultureInfo.InvariantCulture, $"(mutable-array/push! r {Number()})");
                text.AppendLine("(define flags (mutable-array/new 4 #t))");
                _arrays.AddRange(["p", "q", "r"]);
            }
            if (withRecords)
            {
                // Two types of few fields, one of the name of another, one of many fields, a multimethod on them.
                text.AppendLine("(define-record-type pair (make-pair x y) pair-of? (x pair-x) (y pair-y))");
                text.AppendLine("(define-record-type one (make-one v) one? (v one-v))");
                text.AppendLine("(define-record-type one (make-other v w) other? (w other-w))");
                text.AppendLine("(define-record-type five (make-five a b c d e) five? (a five-a) (e five-e))");
                text.AppendLine("(defmulti size (fn (r) (type r)))");
                text.AppendLine("(defmethod size :pair (fn (r) (+ (pair-x r) (pair-y r))))");
                text.AppendLine("(defmethod size :one (fn (r) (* (one-v r) (one-v r))))");
                text.AppendLine("(defmethod size :default (fn (r) 7))");
                if (seed % 4 == 0) text.AppendLine("(define maker make-pair)");
                text.AppendLine(CultureInfo.InvariantCulture, $"(define p (make-pair {Number()} {Number()}))");
                text.AppendLine(CultureInfo.InvariantCulture, $"(define q (make-one {Number()}))");
                _records.AddRange(["p", "q"]);
            }
            _variables.AddRange(["a", "b"]);
            text.AppendLine(CultureInfo.InvariantCulture, $"(define (f k a b) (if (<= k 0) {Expr(3)} (f (- k 1) {Expr(2)} {Expr(2)})))");
            text.AppendLine(CultureInfo.InvariantCulture, $"(define (g k a b) (if (< k 1) {Expr(2)} (+ (g (- k 1) {Expr(2)} b) {Expr(2)})))");
            text.AppendLine(CultureInfo.InvariantCulture, $"(define (h a b) {Expr(4, calls: true)})");
            _variables.Clear();
            string Attempt(string call) => $"(try {call} (catch e (list (:type e) (:message e))))";
            text.Append("(list");
            for (var i = 0; i < Attempts / 3; i++)
            {
                text.Append(' ').Append(Attempt($"(f {_random.Next(4)} {Number()} {Number()})"));
                text.Append(' ').Append(Attempt($"(g {_random.Next(4)} {Number()} {Number()})"));
                text.Append(' ').Append(Attempt($"(h {Number()} {Number()})"));
            }
            foreach (var record in _records) text.Append(CultureInfo.InvariantCulture, $" {record} (equal? {record} (make-pair 1 2)) (hash-map {record} 1)");
            foreach (var array in withArrays ? _arrays.Append("flags") : []) text.Append(CultureInfo.InvariantCulture, $" (mutable-array/->vector {array})");
            text.Append(" log)");
            return text.ToString();
        }

        /// <summary>A third of the programs computes with integers, a third with floats, mostly.</summary>
        private string Number()
        {
            if (_random.Next(40) == 0) return Others[_random.Next(Others.Length)];
            var isFloat = (seed % 3) switch { 0 => _random.Next(30) == 0, 1 => _random.Next(5) != 0, _ => _random.Next(2) == 0 };
            return isFloat ? Floats[_random.Next(Floats.Length)] : Integers[_random.Next(Integers.Length)];
        }

        private string Variable() => _variables.Count == 0 ? Number() : _variables[_random.Next(_variables.Count)];

        private string Expr(int depth, bool calls = false)
        {
            if (depth <= 0) return _random.Next(3) == 0 ? Number() : Variable();
            string Sub() => Expr(depth - 1, calls);
            if (withArrays && _random.Next(3) == 0) return ArrayExpr(depth, Sub);
            if (withRecords && _random.Next(3) == 0) return RecordExpr(depth, Sub);
            switch (_random.Next(calls ? 17 : 15))
            {
                case 0: return $"(+ {Sub()} {Sub()})";
                case 1: return $"(- {Sub()} {Sub()})";
                case 2: return $"(* {Sub()} {Sub()})";
                case 3: return $"(+ {Sub()} {Sub()} {Sub()})";
                case 4: return _random.Next(3) == 0 ? $"(/ {Sub()} {Sub()})" : $"(- {Sub()})";
                case 5 when seed % 3 == 0: return $"({(_random.Next(2) == 0 ? "quotient" : _random.Next(2) == 0 ? "remainder" : "mod")} {Sub()} {(_random.Next(2) == 0 ? "7" : Sub())})";
                case 6: return $"(sqrt {Sub()})";
                case 7 when seed % 3 == 0: return BitOperation(Sub());
                case 7: return _random.Next(3) == 0 ? $"(abs {Sub()})" : $"({(_random.Next(2) == 0 ? "min" : "max")} {Sub()} {Sub()})";
                case 8: return $"(if {(_random.Next(2) == 0 ? $"({Comparison()} {Sub()} {Sub()})" : TestOfOne(Sub()))} {Sub()} {Sub()})";
                case 9: return $"(note {Sub()})";
                case 10 or 11:
                    var name = "v" + _names++;
                    var value = Sub();
                    _variables.Add(name);
                    var body = Sub();
                    _variables.Remove(name);
                    return $"(let (({name} {value})) {body})";
                case 12 when _loops < 2: return Loop(depth);
                case 13: return $"(try {Sub()} (catch e {Sub()}))";
                case 14: return Closure(depth);
                case 15: return $"(f {_random.Next(3)} {Sub()} {Sub()})";
                case 16: return $"(g {_random.Next(3)} {Sub()} {Sub()})";
                default: return $"(pick {Sub()} {Sub()} {Sub()})";
            }
        }

        private string ArrayExpr(int depth, Func<string> sub)
        {
            var array = _random.Next(8) == 0 ? "flags" : _arrays[_random.Next(_arrays.Count)];
            var counter = _variables.Find(static v => v[0] == 'i');
            var index = counter is not null && _random.Next(2) == 0 ? counter : _random.Next(30) == 0 ? sub() : _random.Next(4).ToString(CultureInfo.InvariantCulture);
            if (_random.Next(20) == 0) index = $"(+ {index} 1)";
            var get = $"(mutable-array/get {array} {index})";
            switch (_random.Next(12))
            {
                case 0 or 1 or 2 or 3 or 6 when array == "flags" && _random.Next(8) != 0: return $"(if {get} {sub()} {sub()})";
                case 4 or 5 or 7 when array == "flags" == (_random.Next(12) == 0): return $"(begin (mutable-array/set! {array} {index} {sub()}) {sub()})";
                case 0 or 1: return get;
                case 2: return $"(+ {get} {sub()})";
                case 3: return $"(* {sub()} {get})";
                case 6: return $"(begin (mutable-array/set! {array} {index} (- {get} {sub()})) {get})";
                case 4 or 5 or 7: return $"(begin (mutable-array/set! {array} {index} {(_random.Next(2) == 0 ? "#f" : "#t")}) {sub()})";
                case 8: return $"(if {get} {sub()} {sub()})";
                case 10: return $"(match {sub()} (0 {sub()}) (m (mutable-array/set! {array} {index} m) {sub()}))";
                case 9: return _random.Next(2) == 0 ? $"(begin (mutable-array/push! {array} {sub()}) {sub()})" : $"(begin (set! q {array}) {sub()})";
                default:
                    var name = "s" + _names++;
                    _arrays.Add(name);
                    var body = Expr(depth - 1);
                    _arrays.Remove(name);
                    return $"(let (({name} {array})) {body})";
            }
        }

        private string RecordExpr(int depth, Func<string> sub)
        {
            var (pair, record) = (_random.Next(12) == 0 ? Record(sub) : Pair(sub), Record(sub));
            switch (_random.Next(10))
            {
                case 0: return $"(+ (pair-x {pair}) {sub()})";
                case 1: return $"(* (pair-y {pair}) (pair-x {pair}))";
                case 2: return $"(size {record})";
                case 3: return $"(if (pair-of? {record}) (- (pair-x {record}) (pair-y {record})) {sub()})";
                case 4: return $"(if (one? {record}) (one-v {record}) {sub()})";
                case 5: return $"(cond ((pair-of? {record}) (pair-y {record})) ((other? {record}) 3) ((five? {record}) (+ (five-a {record}) (five-e {record}))) (else {sub()}))";
                case 6: return $"(if (< (pair-x {pair}) {sub()}) {sub()} {sub()})";
                case 7:
                    var (loop, name) = ("walk" + _names, "p" + _names++);
                    var next = $"(if (pair-of? {name}) (make-pair {sub()} (pair-x {name})) (make-pair {sub()} {sub()}))";
                    return $"(let {loop} ((k 0) ({name} {record})) (if (= k 2) (pair-x {name}) ({loop} (+ k 1) {next})))";
                default:
                    var isPair = _random.Next(2) == 0;
                    var bound = (isPair ? "p" : "r") + _names++;
                    _records.Add(bound);
                    var body = Expr(depth - 1);
                    _records.Remove(bound);
                    return $"(let (({bound} {(isPair ? pair : record)})) {body})";
            }
        }

        /// <summary>A pair: a new one, or a variable whose name says that it is one.</summary>
        private string Pair(Func<string> sub)
        {
            var pairs = _records.FindAll(static r => r[0] == 'p');
            return _random.Next(3) == 0 ? $"({(seed % 4 == 0 ? "maker" : "make-pair")} {sub()} {sub()})" : pairs[_random.Next(pairs.Count)];
        }

        private string Record(Func<string> sub) => _random.Next(8) switch
        {
            0 => $"(make-one {sub()})",
            1 => _random.Next(3) == 0 ? $"(make-other {sub()} {sub()})" : $"(make-five {sub()} {sub()} {sub()} {sub()} {sub()})",
            2 => Pair(sub),
            _ => _records[_random.Next(_records.Count)],
        };

        private string Loop(int depth)
        {
            var (counter, x, y) = ("i" + _names, "x" + _names, "y" + _names);
            var loop = "loop" + _names++;
            var (first, second) = (Expr(depth - 2), Expr(depth - 2));
            _variables.AddRange([counter, x, y]);
            _loops++;
            var (result, nextX, nextY) = (Expr(depth - 1), Expr(depth - 1), _random.Next(2) == 0 ? y : Expr(depth - 1));
            _loops--;
            _variables.RemoveRange(_variables.Count - 3, 3);
            var last = _random.Next(1, 5);
            if (_random.Next(3) == 0) return Walk(loop, counter, (x, first, y, second), result, last);
            return $"(let {loop} (({counter} 0) ({x} {first}) ({y} {second})) (if (>= {counter} {last}) {result} ({loop} (+ {counter} 1) {nextX} {nextY})))";
        }

        /// <summary>A loop whose variables go up or down, or stay small, near the ends of 64 bits too, with tests that bound them.</summary>
        private string Walk(string loop, string counter, (string X, string First, string Y, string Second) variables, string result, int last)
        {
            var start = _random.Next(4) switch { 0 => "9223372036854775804", 1 => "-9223372036854775805", 2 => _random.Next(-3, 4).ToString(CultureInfo.InvariantCulture), _ => Number() };
            var limit = _random.Next(3) == 0 ? variables.Y : _random.Next(2) == 0 ? start : Number();
            var step = _random.Next(-3, 4);
            string Next(string variable) => _random.Next(6) switch
            {
                0 => $"(+ {variable} {_random.Next(4)})",
                1 => $"(- {variable} {_random.Next(4)})",
                2 => $"(remainder (* {variable} {counter}) {_random.Next(-7, 8)})",
                3 => $"(mod {counter} {_random.Next(2, 8)})",
                4 => $"(+ {variable} {counter} 1)",
                _ => $"(if ({Comparison()} {variable} {counter}) (+ {variable} 2) {_random.Next(9)})",
            };
            return $"(let {loop} (({counter} {start}) ({variables.X} {variables.First}) ({variables.Y} {variables.Second}) (turn 0)) "
                + $"(if (or (>= turn {last}) ({Comparison()} {counter} {limit})) (list {counter} {variables.Y} {result}) "
                + $"({loop} (+ {counter} {step}) {Next(variables.X)} {Next(variables.Y)} (+ turn 1))))";
        }

        private string Closure(int depth)
        {
            var (parameter, assigned) = ("p" + _names, "m" + _names++);
            var (first, second) = (Expr(depth - 1), Expr(depth - 1));
            _variables.AddRange([parameter, assigned]);
            var body = Expr(depth - 1);
            _variables.RemoveRange(_variables.Count - 2, 2);
            var bound = $"(let (({assigned} {first})) ";
            return _random.Next(5) switch
            {
                0 => $"{bound}(give (fn ({parameter}) {body}) {second}))",
                1 => $"{bound}(give (fn ({parameter}) (set! {assigned} {body}) (+ {assigned} {parameter})) {second}))",
                2 => $"(twice (counter {first} {second}))",
                3 => $"{bound}((chain (adder {second}) (fn ({parameter}) {body})) {assigned}))",
                _ => $"{bound}((chained (fn ({parameter}) {body}) {second}) {assigned}))",
            };
        }

        private string BitOperation(string number) => _random.Next(7) switch
        {
            0 => $"(bit/shift-left {number} {_random.Next(70)})",
            1 => $"(bit/shift-left (bit/and {number} 1023) {_random.Next(60)})",
            2 => $"(bit/shift-right {number} {_random.Next(70)})",
            3 => $"(bit/not {number})",
            4 => $"(abs (max -5 {number}))",
            5 => $"(bit/xor (bit/not {number}) 63)",
            _ => $"(bit/and {number} 255)",
        };

        private string TestOfOne(string number) => _random.Next(8) switch
        {
            0 => $"(zero? {number})",
            1 => $"(positive? {number})",
            2 => $"(not (negative? {number}))",
            3 => $"(even? {number})",
            4 => $"(odd? {number})",
            5 => $"(= 0 ({(_random.Next(2) == 0 ? "mod" : "remainder")} {number} {_random.Next(-3, 8)}))",
            _ => $"(= ({(_random.Next(2) == 0 ? "mod" : "remainder")} {number} {_random.Next(-3, 8)}) 0)",
        };

        private string Comparison() => _random.Next(5) switch { 0 => "<", 1 => ">", 2 => "<=", 3 => ">=", _ => "=" };
    }
}
