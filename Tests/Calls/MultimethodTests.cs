using Sema.Compiler.Evaluation;

namespace Sema.Tests.Calls;

/// <summary>Multimethods that dispatch on the type keep methods by record type: definitions and redefinitions count at once.</summary>
[TestFixture]
public sealed class MultimethodTests
{
    private const string Shapes = "(define-record-type circle (make-circle r) circle? (r circle-r)) (define-record-type rect (make-rect w h) rect? (w rect-w)) ";
    private const string Area = Shapes + "(defmulti area (fn (s) (type s))) (defmethod area :circle (fn (s) (list :circle (circle-r s)))) ";

    [TestCase(Area + "(list (area (make-circle 1)) (area (make-circle 2)))", "((:circle 1) (:circle 2))")]
    [TestCase(Area + "(define c (make-circle 1)) (define before (area c)) (defmethod area :circle (fn (s) :new)) (list before (area c))", "((:circle 1) :new)")]
    [TestCase(Area + "(define r (make-rect 1 2)) (defmethod area :default (fn (s) :other)) (define before (area r)) (defmethod area :rect (fn (s) :rect)) (list before (area r) (area 5) (area nil))",
        "(:other :rect :other :other)")]
    [TestCase(Area + "(defmethod area :int (fn (n) n)) (defmethod area :string (fn (s) s)) (list (area 5) (area \"x\"))", "(5 \"x\")")]
    [TestCase(Area + "(define all (map area (list (make-circle 1) (make-circle 2)))) all", "((:circle 1) (:circle 2))")]
    [TestCase(Shapes + "(defmulti kind type) (defmethod kind :rect (fn (s) :r)) (defmethod kind :default (fn (s) :d)) (list (kind (make-rect 1 2)) (kind (make-circle 1)) (kind 'x))", "(:r :d :d)")]
    [TestCase("(define-record-type point (make-point x) point? (x px)) (define a (make-point 1)) (define-record-type point (make-point x y) point? (x px)) "
        + "(defmulti size (fn (p) (type p))) (defmethod size :point (fn (p) (px p))) (list (size a) (size (make-point 7 8)))", "(1 7)")]
    [TestCase(Shapes + "(define (type x) :mine) (defmulti f (fn (x) (type x))) (defmethod f :mine (fn (x) :ok)) (f (make-circle 1))", ":ok")]
    [TestCase("(defmulti f (fn (x) (> x 2))) (defmethod f #t (fn (x) :big)) (defmethod f #f (fn (x) :small)) (list (f 1) (f 3))", "(:small :big)")]
    [TestCase("(defmulti f (fn (a b) (+ a b))) (defmethod f 3 (fn (a b) :three)) (f 1 2)", ":three")]
    [TestCase("(defmulti f (fn (x) (type x))) (define g f) (defmethod g :int (fn (x) :int)) (f 1)", ":int")]
    [TestCase("(defmulti f (fn (x) (type x))) (defmethod f :int (fn (x) 1)) (define before (f 1)) (defmulti f (fn (x) :other)) (defmethod f :other (fn (x) 2)) (list before (f 1))", "(1 2)")]
    [TestCase(Area + "(area (make-rect 1 2))", null)]
    [TestCase(Area + "(area)", null)]
    [TestCase(Area + "(area 1 2)", null)]
    public void Calls_find_the_method(string program, string? expected)
    {
        var compiled = Programs.Run(program, BackEnd.Il);
        var interpreted = Programs.Run(program, BackEnd.Interpreter);
        Assert.That(compiled.Value, Is.EqualTo(expected), compiled.Error);
        Assert.That(interpreted.Value, Is.EqualTo(expected), interpreted.Error);
        Assert.That(compiled.Error?.Split('\n')[0], Is.EqualTo(interpreted.Error?.Split('\n')[0]));
    }
}
