#!/usr/bin/env python3
"""Writes the systematic part of the corpus (corpus/table-*.lines): one program a line, the same on every run.

The hand-written part is corpus/*.programs: programs separated by an empty line.
"""
import itertools
import pathlib
import zlib

HERE = pathlib.Path(__file__).parent
SEEN = set()


def write(name, note, programs, share=1):
    """Keeps one of so many programs, chosen by their text: a full cross product says little more and takes minutes."""
    lines = []
    for program in programs:
        if program not in SEEN and zlib.crc32(program.encode()) % share == 0:
            SEEN.add(program)
            lines.append(program)
    (HERE / "corpus" / f"table-{name}.lines").write_text("\n".join([f";; {note}", *lines, ""]), encoding="utf-8")
    return len(lines)


def attempt(body):
    """The value of a program, or the message of its condition."""
    return f"(try {body} (catch e (list (:type e) (:message e))))"


# 1 Reader

LITERALS = """0 -0 007 1. .5 +5 -5 +-5 1e5 1E5 1e+5 1e-5 1e 1e400 -1e400 5e-324 1e-400 1.5e3 -1.5E-3 0.1 00.10 1_000 1+ 1- 1/2 -1/2 2/4 4/2 0/5 1/0 -1/0 1/-2
1/2/3 1.5/2 9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809 123456789012345678901234567890 2i -2i +i -i i +2i 1+2i 1-2i
1+i 1-i 1.5+2.5i 1+0i 1+0.0i 0i 0.0i -0.0 1/2+3/4i 1+1/2i 1e2+1e2i 1+2 1+2ix 3ix #xff #xFF #XFF #x-ff #xfg #x1.5 #o17 #o8 #b101 #b102 #b #d42 #d4.5 #e1.5 #i1/2 #e1/3
#e1e3 #i5 #x#e1F #e#x1F #x#xF #e#e1 #i#e1 #e1e400 #x1/2 #b1/10 #xABCDEF0123456789ABCDEF inf -inf +inf nan NaN Infinity -Infinity +inf.0 nan.0 0x10 1a a1 1:a 1"s" 1#t
#t #f #true #false #T #F true false nil #nil #a # #; #| #[1] #'x #`x #, #! #u8(1 2) #u8() #u8(256) #u8(-1) #u8(1.5) #u8(a) #u8( #u8 #U8(1)
#\\a #\\space #\\newline #\\tab #\\return #\\nul #\\null #\\altmode #\\delete #\\x41 #\\( #\\) #\\; #\\" #\\# #\\1 #\\12 #\\λ #\\😀 #\\ab #\\a.b #\\Space #\\
a b-c a.b a/b a#b ... .. . -> <=> λ é x₁ a$b a|b a\\b a:b :a :a:b ::a : :1 :a/b :a.b :nil :λ :a# :+ a' 'a ''a `a ,a ,@a @a '() `() ,5 '. '(. a) '(a . b) '(a . b c) '(a . ) '(a .b)
"abc" "a\\nb" "\\t\\r\\0\\$" "\\x41;" "\\x41" "\\x;" "\\xg;" "\\xD800;" "\\x110000;" "\\xFFFFFFFFFF;" "\\u0041" "\\u41" "\\uD83D" "\\U0001F600" "\\U1F600" "\\U00110000" "\\q" "\\\\" "\\"" "\\" "abc "😀é" ""
f"" f"a" f"${1}" f"a${1}b${2}c" f"${}" f"${" f"${1" f"$a" f"\\${x}" f"${"a"}" f"${1}${2}" f"a f"${f"${1}"}" f"${(+_1_2)}" #"a\\d" #"a\\"b" #"a #"" #"[\\s]+"
#(+_1_2) '#(+_%_1) '#(f_%2) '#(%&) '#(%_%&) '#([%]) '#({:a_%}) '#() '#(%0) '#(%10) '#(a_#(b)) (#(+_%1_%2)_1_2) (#(list_%_%2)_1) '#(quote_%) '#(f_(g_%)_'%) #( #(+_1
( ) [ ] { } (] [) {) (} [} {] (1 [1 {1 {1_2 {:a} {:a_1_:b} {1_) {1_2_] ((1) [(1] ({1_2) '(1_. '[a_._b] '{a_._b} '(a_b_._c) '(1.5.6) '(a;b '(a,b) '[a,@b] '{:a_,b} '{b_1_a_2} '{1_:x_1.0_:y} '{:a_1_:a_2} '{"s"_1_s_2_:s_3_#\\s_4}""".split()


def reader():
    yield from (literal.replace("_", " ") for literal in LITERALS)
    sources = ["1 2", "(a b", "'(a . b)", '"a\\\\nb"', "", "   ", "; only", ")", "[1 2)", "#\\\\x", "1/0", ":", "#u8(300)", "'", "`", ",", "(1 . 2 3)", "f\\\"${1 2}\\\"", "{:a}", "#xZZ", "12abc", "#(a #(b))"]
    for source in sources:
        if not source.endswith('\\"'):
            yield f'(read "{source}")'
        yield attempt(f'(read-many "{source}")')
        yield f"(try (read \"{source}\") (catch e (keys e)))"
    for text in ["1", "-1", "+1", " 7 ", "1/2", "1.5", "1e3", ".5", "1.", "0x10", "#xff", "#b12", "1+2i", "i", "+i", "abc", "", " ", "inf", "nan", "1 2", "1/0", "-", "--1", "1e400", "٣", "1_0"]:
        yield f'(string->number "{text}")'
    for text, radix in itertools.product(["ff", "-101", "77", "zz", "1/2", "1.5", "", "12"], [2, 8, 10, 16, 36]):
        yield attempt(f'(string->number "{text}" {radix})')
    for depth in (3, 40, 200):
        yield f"'{'(' * depth}x{')' * depth}"
        yield f"'{'[' * depth}{']' * depth}"
        yield f"{'(list ' * depth}1{')' * depth}" if depth < 100 else f"(length (read \"{'(' * depth}{')' * depth}\"))"
    for text in ["a\tb", "'(a\tb)", "'(a\u00a0b)", "'(a\u200bb)", "'a\u0301", "'é", "\ufeff1", "'(ä Ö ß)", "'日本", "'α1", "'x²", "'½", "'_x", "'&", "'a&b", "'%", "'^", "'~", "'?!", "'a!b?", "'<a>", "'=", "'a=b", "'*a*", "'/a", "'a,b", "'a`b", "'a'b", "'a\"b\"", "'a;b", "'(a)b", "'a[b]", "'a{}", "'#t#f", "'a#", "'##", "'a##"]:
        yield text


# 2 Values: every kind of value under every core operation

VALUES = ["nil", "#t", "#f", "0", "-7", "99999999999999999999", "2/3", "2.5", "-0.0", "nan", "inf", "3+4i", "#\\a", '""', '"héllo"', "'sym", ":key", "'()", "'(3 1 2)", "[]", "[1 \"a\" #\\b]", "{}", "{:a 1 :b 2}",
          "(hashmap/new :a 1)", "#u8(1 2 255)", "car", "(fn (x) x)", "(delay 1)", "(mutable-array/new)", "(mutable-cell/new 1)", "->"]

UNARY = """car cdr rest first last length count reverse null? nil? empty? pair? list? vector? map? string? symbol? keyword? char? number? integer? rational? float? real? exact? inexact? boolean? procedure?
zero? positive? negative? even? odd? not abs - + floor round truncate exact inexact sqrt int float str type number->string string->number symbol->string string->symbol keyword->string
list->vector vector->list list->string string->list keys vals entries string-length string/upper string/trim force cadr caar cddr bytevector? promise? record? record print println display
f64-array? error throw assert values gensym read eval list vector apply string? max sort""".split()

PARTNERS = {"cons": "'(1)", "append": "[1]", "get": ":a", "nth": "0", "contains?": ":a", "assoc": ":k 1", "dissoc": ":a", "+": "1", "-": "2.5", "*": "1/2", "/": "2", "<": "3", "=": "2.5", "equal?": "'(3 1 2)", "string-append": '"x"',
            "string-ref": "1", "expt": "2", "modulo": "3", "quotient": "2", "max": "1.5", "merge": "{:z 0}", "list/take": "1", "string/split": '","', "apply": "'(1)"}
SWAPPED = {"cons": "0", "map": "not", "filter": "number?", "for-each": "print", "apply": "list", "nth": "[1 2 3]", "get": "{:a 1}", "take": "2", "drop": "1", "member": "1", "+": '"a"', "-": "1", "<": "1", "string/join": "'(\"a\" \"b\")",
           "reduce": "+", "sort-by": "-", "append": "'(0)", "assert=": "2.5", "eq?": "#u8(1 2 255)", "range": "1", "string-ref": '"abc"', "list-ref": "'(1 2)", "vector-ref": "[1 2]", "substring": '"hello" 1'}


def values():
    for value in VALUES:
        yield value
        yield f"(println {value} (list {value}) [{value}])"
        yield f"(str {value})"
        yield f"(print {value})"
        yield f"(format \"~a|~s\" {value} (list {value}))"
        yield f"(if {value} :true :false)"
        yield f"(assoc {{}} {value} 1)"
        yield f"(hashmap/new {value} 1)"
        yield f"({value})"
        yield f"({value} {{:key 5}})"
        yield f"(error {value})"
        yield f"(throw {value})"
        yield f"(match {value} (nil :nil) ([] :empty) ([a & r] (list a r)) ({{:a x}} x) (2.5 :float) (\"\" :s) ('sym :sym) (:key :k) (_ :other))"
        yield f"(case {value} ((0) :zero) ((2.5) :f) ((sym) :s) ((:key) :k) ((()) :e) (else :other))"
        yield f"(let (([x & xs] {value})) (list x xs))"
        yield f"(let (({{:keys [a]}} {value})) a)"
        yield f"`(1 ,@{value} 2)"
        yield f"`[,{value} {{:k ,{value}}}]"
    for op in UNARY:
        for value in VALUES:
            yield f"({op} {value})"


def pairs():
    for op, partner in PARTNERS.items():
        for value in VALUES:
            yield f"({op} {value} {partner})"
    for op, partner in SWAPPED.items():
        for value in VALUES:
            yield f"({op} {partner} {value})"
    plain = [v for v in VALUES if v not in ("(delay 1)", "(fn (x) x)", "->", "car", "(mutable-array/new)", "(mutable-cell/new 1)")]
    for a in plain:
        yield f"(map (fn (b) (list (= {a} b) (equal? {a} b))) (list {' '.join(plain)}))"
        yield f"(keys (assoc {{}} {a} 0 {' 0 '.join(plain[::3])} 0))"
        yield f"(sort (list {a} {a} {plain[(plain.index(a) + 4) % len(plain)]}))"


# 3 Numbers

NUMBERS = ["0", "7", "-7", "3", "9223372036854775807", "-9223372036854775808", "100000000000000000000", "1/2", "-7/3", "0.0", "2.5", "-7.0", "1e21", "1e-7", "inf", "nan", "1+2i", "0.5-1.5i"]


def numbers():
    everything = " ".join(NUMBERS)
    for op in ["+", "-", "*", "/", "=", "<", ">", "<=", ">=", "max", "min", "expt", "quotient", "remainder", "modulo", "mod", "gcd", "lcm", "atan2", "equal?", "math/pow"]:
        # Huge exponents take forever; of complex ones, and of <= and >= with NaN, the reference makes nothing sensible.
        operands, left = everything, NUMBERS
        if op in ("expt", "math/pow"):
            operands, left = "0 7 -7 1/2 -7/3 0.0 2.5 -7.0 inf nan", NUMBERS[:-2]
        elif op in ("<=", ">="):
            operands, left = everything.replace(" nan", ""), [n for n in NUMBERS if n != "nan"]
        for a in left:
            yield f"(map (fn (b) (try ({op} {a} b) (catch e (:message e)))) (list {operands}))"
    for op in ["+", "-", "*", "/", "<", "="]:
        for a, b in itertools.product(NUMBERS[::3], NUMBERS[1::4]):
            yield f"({op} {a} {b} {a})"
            yield f"(apply {op} (list {a} {b}))"
    for op in """abs floor ceil ceiling round truncate exact inexact sqrt sin cos tan asin acos atan log exp number->string int float numerator denominator real-part imag-part magnitude angle square even? odd? zero? positive? negative?
                integer? rational? real? exact? inexact? nan? infinite? finite? exact-integer? exact-integer-sqrt math/sign bit/not bit/and sgn cube exact-rational? math/infinite? math/nan? - / str""".split():
        for a in NUMBERS:
            yield f"({op} {a})"
    for mantissa, exponent in itertools.product(["1", "1.5", "-9.999", "123456789", "4.9"], [-30, -8, -5, -1, 0, 2, 6, 15, 16, 20, 22, 60]):
        yield f"(list {mantissa}e{exponent} (str {mantissa}e{exponent}) (exact {mantissa}e{exponent}))"
    for radix in [2, 3, 8, 10, 16, 36, 1, 37, 0, -2]:
        yield f"(number->string 255 {radix})"
        yield attempt(f"(list (number->string -1000000007 {radix}) (number->string 123456789012345678901234567890 {radix}))")
        yield f"(number->string 2.5 {radix})"
    for a, b in itertools.product(["1", "-5", "12345", "-9223372036854775808", "1.0", "99999999999999999999"], ["0", "1", "5", "63", "64", "-1", "-64", "100"]):
        for op in ["bit/and", "bit/or", "bit/xor", "bit/shift-left", "bit/shift-right"]:
            yield f"({op} {a} {b})"


# 4 Special forms: every form, malformed in many ways

FORMS = """quote quasiquote unquote if cond case when unless and or define def defun defn define-values set! lambda fn let let* letrec let-values let*-values begin progn do while match match* try catch throw delay force
define-record-type defmulti defmethod defmacro define-syntax macroexpand eval module import load -> ->> as-> some-> when-let if-let dotimes for-range guard parameterize else""".split()
OPERANDS = ["", "x", "5", "nil", "()", "(x)", "[x]", "{}", "(x 1)", "((x 1))", "((x)) 1", "((x 1 2)) x", "((1 2)) 3", "([x 1]) x", "[(x 1)] x", "((x 1)) x", "x 1", "x 1 2", "x () 1", "x (y) y", "(x y) y", "(x . y) y", "[x y] '(1 2)", "{:keys [x]} {:x 1}",
            "\"s\" 1", "1 2 3 4", "1 (2)", "1 ((2))", "1 ((1) :a)", "1 [1 :a]", "1 (catch)", "1 (catch e)", "1 (catch e e)", "(throw 1) (catch e (:value e))", "((x 0 1)) ((= x 1)) x", "((i 0 (+ i 1))) ((= i 2) i)", "(i 2) i", "(i 0 2) i", "(((a b) (values 1 2))) (list a b)",
            "(a b) (values 1 2)", "name (export) 1", "x (mk x) x? (x get-x)", "x #f x?", "x (mk) 5", ". x", "(. x) x", "(x x) x", "(x 1) . 2", "'(1 2)", "#t", "#t 1 2 3", "1 when 2 3", "1 (x when #t :g)", "1 (1 when)", "'(1 2) ([a &] a)", "'(1 2) ([a & b c] a)", "'(1) ([a & b] b)", "x (syntax-rules () ((_ a) a))", "x (syntax-rules)", "x (syntax-rules (x))", "lp ((i 0)) (if (< i 3) (lp (+ i 1)) i)", "lp () 1", "lp ((i)) i", "lp i i"]
NAMED = ["(fn {} 1)", "(lambda {} 1)", "(define (f . {}) 1)", "(defun f {} 1)", "(defmacro m {} 1)", "(let {} 1)", "(let* {} 1)", "(letrec {} 1)", "(let lp {} 1)", "(do {} (#t))", "(let-values {} 1)", "(match 1 {})", "(cond {})", "(case 1 {})"]
SHAPES = ["()", "(a)", "(a b)", "(a . b)", "(. b)", "(a a)", "(1)", "(\"a\")", "(:a)", "((a))", "((a 1))", "((a 1) (b))", "((a 1) b)", "([a b])", "(([a b] '(1 2)))", "({:keys [a]})", "(({:keys [a]} {:a 1}))", "[]", "[a]", "[a & b]", "[[a 1]]", "[(a 1)]", "5", "nil", "\"s\"", "{}", "{a 1}", "(nil)", "(nil 1)", "((nil 1))", "(#t 1)", "((#t 1))", "(else)", "(else 1)", "((1) 2)", "(1 2)", "(_ 1)", "(_)"]


def forms():
    for form in FORMS:
        for operands in OPERANDS:
            if form == "while" and operands not in ("", "x", "nil", "()", "(x)", "(x 1)", "x 1", "x 1 2", "(throw 1) (catch e (:value e))", "x () 1"):
                continue  # it would not end
            if form in ("import", "load", "module") and len(operands) > 12:
                continue
            if form == "dotimes" and operands in ("(x y) y",):
                continue
            yield f"({form} {operands})" if operands else f"({form})"
    for template, shape in itertools.product(NAMED, SHAPES):
        yield template.format(shape)
    for form in FORMS:
        yield f"(list {form})"
        yield f"((fn ({form}) {form}) 5)" if form not in ("quote", "quasiquote", "unquote") else f"(let (({form} 1)) {form})"
        yield f"(let (({form} list)) ({form} 1 2))" if form not in ("while", "import", "load") else f"(map (fn ({form}) (list {form})) '(1 2))"
        yield f"(define {form} 5)"
        yield f"'({form} x)"


# 5 Procedures: lambda lists and argument counts

def procedures():
    lists = ["()", "(a)", "(a b)", "(a b c)", "(a b c d)", "(a b c d e)", "(. r)", "(a . r)", "(a b . r)", "([a b])", "([a & b])", "({:keys [a b]})", "([a [b]] c)", "(_ _)", "(a [b c] . d)", "(a b c d e f . r)"]
    arguments = ["", "1", "1 2", "1 2 3", "1 2 3 4", "1 2 3 4 5", "1 2 3 4 5 6", "'(1 2)", "[1 2] 3", "{:a 1}", "'(1 (2)) 3", "1 '(2 3) 4 5", "nil"]
    for params, args in itertools.product(lists, arguments):
        names = "(list " + " ".join(sorted(set(c for c in params if c.islower() and c not in "keys"))) + ")"
        yield f"((fn {params} {names}) {args})".replace(" )", ")")
    for params, args in itertools.product(lists[:9], arguments[:7]):
        yield f"(define (f{params[1:] if params == '()' else ' ' + params[1:]} :done) (f {args})".replace(" )", ")")
    for args in ["'()", "'(1)", "'(1 2)", "[1 2]", "1 '(2)", "1 2 '(3 4)", "nil", "1", "\"ab\"", "{}", "", "1 2"]:
        for callee in ["+", "list", "(fn (a b) [a b])", "(fn (. r) r)", ":a", "car", "5", "nil", "'f"]:
            yield f"(apply {callee} {args})".replace(" )", ")")
    for callee in ["5", "nil", "\"f\"", "'f", ":k", "[1]", "{:a 1}", "(quote (1 2))", "2.5", "#\\a", "(delay 1)", "->", "car", "(fn (x) x)"]:
        for higher in ["(map {} '(1 2))", "(filter {} [1 2])", "(for-each {} '(1))", "(reduce {} '(1 2))", "(foldl {} 0 '(1 2))", "(sort-by {} '(2 1))", "(apply {} '(1))", "({})", "({} 1 2)", "(map {} '() )", "(any {} '(1))", "(every {} '(1))", "(call-with-values {} list)", "(list/group-by {} '(1))"]:
            yield higher.format(callee)


# Builtins: too few and too many arguments, and operands of the wrong kinds

GROUPS = {"bytevectors", "control-flow", "csv", "diff", "json", "lists", "maps", "markup", "math", "mutable", "predicates", "records", "reflect", "regex", "strings", "text-processing", "toml", "typed-arrays", "vectors", "crypto", "datetime"}
UNREPEATABLE = ("random", "gensym", "shuffle", "uuid", "time", "sleep", "now", "rand", "gc/", "sample", "async", "retry", "spy")
OPERAND_KINDS = ["'q", "nil", "7", "\"ab\"", "'(3 1 2)", "{:a 1}", "-1.5", "[\"b\" \"a\"]", "(fn (x) x)", ":k"]


def builtins():
    rows = [line.split("\t") for line in (HERE / "../Builtins/names.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    for number, (name, group, least, most, _, wave) in enumerate(rows):
        if wave != "1" or least == "-" or group not in GROUPS or any(word in name for word in UNREPEATABLE):
            continue
        low, high = int(least), None if most == "*" else int(most)
        if low > 0:
            yield f"({name}{' 1' * (low - 1)})"
        if high is not None:
            yield f"({name}{' 1' * (high + 1)})"
        yield f"(println {name} (type {name}))"
        count = max(low, 1)
        for turn in range(5):
            kinds = [OPERAND_KINDS[(number + turn * 2 + i * (turn + 1)) % len(OPERAND_KINDS)] for i in range(count)]
            yield f"({name} {' '.join(kinds)})"
        if high is None or high > count:
            yield f"({name} {' '.join(OPERAND_KINDS[(number + i) % len(OPERAND_KINDS)] for i in range(count + 1))})"


# 4.2, 4.10: patterns and quasiquotes

def patterns():
    shapes = ["a", "_", "[a]", "[a b]", "[a & r]", "[& r]", "[]", "[a [b c]]", "[[a] & [b c]]", "{:keys [a b]}", "{:a a}", "{:a [x y] :b b}", "{:keys [a] :b {:c c}}", "{\"k\" v}", "[a {:keys [b]}]", "[a _ a]"]
    data = ["'()", "'(1)", "[1 2]", "'(1 (2 3))", "'((1) 2 3)", "{:a 1 :b 2}", "{:a [1 2] :b {:c 3}}", "(hashmap/new :a 1)", "nil", "5", "\"ab\"", "{}", "[1 {:b 2}]", "'(1 2 1)", "{\"k\" :v}"]
    for shape, datum in itertools.product(shapes, data):
        names = " ".join(sorted({token for token in shape.replace("[", " ").replace("]", " ").replace("{", " ").replace("}", " ").split() if token.isalpha()}))
        yield f"(let (({shape} {datum})) (list {names}))"
        yield f"(match {datum} ({shape} (list :yes {names})) (other (list :no other)))"
    for literal in ["1", "1.0", "\"s\"", ":k", "nil", "#t", "#\\a", "'a", "(1 2)", "'(1 2)", "[1 2]", "[1 _]", "['a b]", "{:k 1}", "{:k _}", "{}", "#u8(1)", "1/2", "a", "&"]:
        yield f"(map (fn (v) (match v ({literal} :hit) (_ :miss))) (list 1 1.0 \"s\" :k nil #t #\\a 'a '(1 2) [1 2] {{:k 1}} {{}} #u8(1) 1/2))"
        yield f"(match* 'none ({literal} :hit))"
        yield f"(match 'none ({literal} when #f :hit))"
        yield f"(let (({literal} '(1 2))) 1)"
    inner = ["x", ",x", ",@l", "(a ,x)", "(a ,@l)", "[,x ,@l]", "{{:k ,x}}", "',x", "(1 . ,x)", "`(b ,x)", "`(b ,,x)", "`(b ,(c ,x))", "`(b ,@l ,,@l)", "(unquote x)", "(unquote)", "(unquote x l)", "(unquote-splicing l)", "(x# x#)", "(,@l . z)", "(,@l ,@l)", "(,@'() ,@[])", "(,@nil)", "(,@5)", "(a ,@x)", "((,x) (,@l))", "(quote ,x)", "(quasiquote (unquote x))", "#(+ % ,x)", "(if ,x ,@l)", "(,x ,(car l) ,@(cdr l))", "({{,x 1}})", "{{a ,@l}}", "\"${{x}}\"", "nil", "()", "(())", ",(list 1 `(2 ,x))", "``,,x", "`,@l", ",@x"]
    for template in inner:
        template = template.replace("{{", "{").replace("}}", "}")
        for before in ["`{}", "`(q {} r)", "`[{}]", "`(z `(y {}))", "(length `({} {}))"]:
            yield f"(let ((x 7) (l '(8 9))) {before.replace('{}', template)})"


# 5.6, 4.6, 8: control, errors, closures

def errors():
    failing = ["(car 5)", "(nope)", "nope", "(/ 1 0)", "(throw :t)", "(throw {:type :io :message \"m\"})", "(error \"e\" 1)", "((fn (x) x))", "(\"s\")", "(assert #f)", "(match 1 (2 3))", "(let (([a] 1)) a)", "(nth '(1) 4)", "(string-ref \"a\" 3)", "(map car nil)", "(force 5)", "(+ 1 \"a\")", "(< 1 'a)", "(apply + 1)", "(eval '(if))", "(read \"(\")", "(:k 5)", "(string/upper 5)", "(sqrt \"x\")", "(hash-map :a)", "(quotient 1 0)"]
    around = ["{}", "(list 1 {})", "(define (f x) {}) (f 1)", "(define (f x) (+ 1 {})) (f 1)", "(define (f x) (list {} x)) (define (g x) (+ 1 (f x))) (list (g 2))", "(let ((a 1)) (let ((b 2)) {}))", "(map (fn (x) {}) '(1 2))", "(if {} 1 2)", "(cond (#f 1) (else {}))", "(begin (println \"out\") {})",
              "(try {} (catch e (dissoc e :stack-trace)))", "(try {} (catch e (map :name (:stack-trace e))))", "(try {} (catch e (:stack-trace e)))", "(try {} (catch e (throw e)))", "(guard (e (else (list :guarded (if (map? e) (:message e) e)))) {})", "(try (try {} (catch e (error (:message e)))) (catch e (:message e)))",
              "(define (f) (try {} (catch e (list (:type e) (:message e))))) (f)", "(do ((i 0 (+ i 1))) ((= i 1)) {})", "(let loop ((i 2)) (if (= i 0) {} (loop (- i 1))))", "(define p (delay {})) (force p)", "(when #t\n  {})", "(define f (fn () {})) (f)", "(and 1 {} 2)", "[1 {}]", "(let-values (((a b) (values 1 {}))) a)", "(-> 1 (list {}))", "(defun f () {}) (list (f))", "(match {} (x x))"]
    for template in around:
        for failure in failing:
            if "\n" not in template:
                yield template.replace("{}", failure)
    for name in ["prinln", "lenght", "strng", "x", "xyz", "defien", "setq", "loop", "not=", "hash-set!", "deref", "call/cc", "into", "atom", "swap!", "string-join", "funcall", "conj", "hash-map?", "progn1", "mapp", "fliter", "reduce1", "foldleft", "string/uppr", "car1", "cdddr1", "list->vecter", "pritn", "applyy", "λx", "é", "a-very-long-unknown-name", "setf", "mapcar", "princ", "defvar", "some", "every?", "any?", "type-of2", "with-exception-handler", "make-string", "hash-ref2", "string-upcase", "not-equal?", "else", "=>", "catch", "unquote", "finally", "vector/push", "string->int", "number?1", "displayln"]:
        yield name
        yield f"({name} 1 2)"
        yield f"(define (f) ({name})) (list (f))"
        yield f"(try {name} (catch e (list (:name e) (:message e) (:type e))))"


def macros():
    templates = ["x", "`,x", "`(+ ,x 1)", "`(list ,x ,x)", "(list 'quote x)", "(list '+ x 1)", "`(let ((t# ,x)) (* t# t#))", "`(do ((i 0 (+ i 1))) ((= i 2) ,x))", "(if (symbol? x) :symbol :other)", "(type x)", "`(define made ,x)", "`(begin (define a# ,x) a#)", "`(fn (y) (+ y ,x))", "nil", "'()", "\"text\"", "`[,x ,x]", "`{:v ,x}", "(car x)", "`(quote ,x)", "(println x)", "`(try ,x (catch e :caught))", "(throw x)"]
    uses = ["(m 5)", "(m a)", "(m (+ 1 2))", "(m '(1))", "(list (m 1) (m 2))", "(let ((a 3)) (m a))", "(m)", "(m 1 2)", "(map m '(1))", "m", "(macroexpand '(m 5))", "(define (f a) (m a)) (f 4)", "(let ((m (fn (x) :local))) (m 1))", "'(m 1)"]
    for template, use in itertools.product(templates, uses):
        yield f"(defmacro m (x) {template}) {use}"
    rules = ["((_) :none)", "((_ a) (list a))", "((_ a b) (list b a))", "((_ a ...) (list a ...))", "((_ a b ...) (list a (list b ...)))", "((_ (a b) ...) '((b a) ...))", "((_ a ... z) '(z a ...))", "((_ (a ...) ...) '((a ...) ...))", "((_ k a) (let ((k a)) (+ k 1)))", "((_ a) (let ((t 1)) (list t a)))", "((_ [a b]) (vector b a))", "((_ 1 a) :one) ((_ 2 a) :two)", "((_ => a) :arrow) ((_ b a) :plain)", "((_ a) (define a 5))", "((_ a . r) 'r)"]
    calls = ["(s)", "(s 1)", "(s 1 2)", "(s 1 2 3)", "(s (1 2) (3 4))", "(s (1) (2 3) ())", "(s k 5)", "(s t)", "(s [1 2])", "(s => 1)", "(let ((t 9)) (s t))"]
    for rule, call in itertools.product(rules, calls):
        yield f"(define-syntax s (syntax-rules (=>) {rule})) {call}"
    for form in ["(-> 1)", "(-> 1 -)", "(-> 1 (+ 2) (* 3))", "(->> '(1 2) (map -) (apply +))", "(->> 1 -)", "(as-> 1 x (+ x 1) (* x x))", "(as-> 1 x)", "(some-> nil car)", "(some-> {:a 1} :a)", "(some-> {:a 1} :b (+ 1))", "(when-let (x 1) x)", "(when-let (x nil) x)", "(when-let ([a b] '(1 2)) b)", "(if-let (x #f) 1 2)", "(if-let (x nil) 1 2)", "(if-let [x 3] x 2)", "(dotimes (i 3) (print i))", "(dotimes (i 0) (print i))", "(for-range (i 0 3) (print i))", "(for-range (i 0 10 4) (print i))", "(for-range (i 3 0) (print i))", "(guard (e (#t e)) (throw 1))", "(guard (e ((string? e) :s) ((number? e) :n)) (throw 1))", "(guard (e (else 1)))", "(parameterize () 1)", "(parameterize ((5 1)) 2)", "(parameterize (5) 2)", "(->)", "(->>)", "(as->)", "(when-let)", "(dotimes)", "(dotimes i 3)", "(for-range (i 3) i)", "(guard)", "(guard e 1)", "(if-let (x 1) 2)", "(when-let x 1)", "(some->)"]:
        yield form
        yield f"(macroexpand '{form})"
        yield f"(define (f) {form}) (f)"


COUNTS = [
    write("1-reader", "§1: literals, good and bad; read and string->number", reader()),
    write("2-values", "§2: every kind of value under every core operation of one operand", values(), 6),
    write("2-pairs", "§2: every kind of value beside one of another kind; equality and order", pairs(), 4),
    write("3-numbers", "§3: every kind of number under every operation; formats", numbers(), 5),
    write("4-forms", "§4: every special form with every kind of operand list", forms(), 6),
    write("4-patterns", "§4.2, §4.10: destructuring, match, quasiquote", patterns(), 2),
    write("5-procedures", "§5: lambda lists, argument counts, apply, what is callable", procedures(), 2),
    write("6-macros", "§6: defmacro, syntax-rules, the prelude", macros(), 2),
    write("8-errors", "§8: failures in every kind of place; suggestions", errors(), 2),
    write("builtins", "the builtins of the first wave: counts and kinds of operands", builtins(), 6),
]
print(COUNTS, sum(COUNTS))
