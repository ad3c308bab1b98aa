using Sema.Compiler.Core;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Optimization;

/// <summary>Whether a procedure adds to the map that is its first argument: a fold with it stays a call, for <see cref="Accumulators"/> to find.</summary>
internal sealed class MapBuilding : CoreVisitor
{
    private readonly Variable _map;
    private bool _found;

    private MapBuilding(Variable map) => _map = map;

    public static bool Adds(LambdaExpr lambda)
    {
        if (lambda.Parameters is not [var map, _]) return false;
        var building = new MapBuilding(map);
        building.Visit(lambda.Body);
        return building._found;
    }

    public override void Visit(CoreExpr expr)
    {
        _found |= expr is CallExpr { Operator: GlobalExpr { Name: "assoc" }, Operands: [LocalExpr { Variable: var map }, ..] } && ReferenceEquals(map, _map);
        base.Visit(expr);
    }
}
