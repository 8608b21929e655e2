using System.Text.Json;

namespace NvDemo.LocalClouds.Aws.ApiGateway;

/// <summary>What an authorizer answered: who calls, what they may do (an IAM policy), and what the function is told of them.</summary>
internal sealed class AuthorizerGrant
{
    private readonly string _principalId;
    private readonly List<(bool Allow, string[] Resources)> _statements;
    private readonly List<(string Name, string Value)> _context;

    private AuthorizerGrant(
        string principalId, List<(bool Allow, string[] Resources)> statements, List<(string Name, string Value)> context)
    {
        _principalId = principalId;
        _statements = statements;
        _context = context;
    }

    /// <summary>Reads an authorizer's answer.</summary>
    /// <exception cref="FormatException">API Gateway would not take it, or the policy has an element not evaluated here.</exception>
    public static AuthorizerGrant Parse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            var root = document.RootElement;
            var principalId = root.GetProperty("principalId").GetString() ?? throw new FormatException("principalId is null.");
            var statement = root.GetProperty("policyDocument").GetProperty("Statement");
            var statements = new List<(bool, string[])>();
            foreach (var item in statement.ValueKind == JsonValueKind.Array ? [.. statement.EnumerateArray()] : new[] { statement })
            {
                if (ReadStatement(item) is { } read)
                    statements.Add(read);
            }

            return new AuthorizerGrant(principalId, statements, ReadContext(root));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("The authorizer's answer is not valid.", exception);
        }
    }

    /// <summary>Whether the policy allows a request: some statement allows it and none denies it.</summary>
    public bool Allows(string methodArn)
    {
        var allowed = false;
        foreach (var (allow, resources) in _statements)
        {
            if (!Array.Exists(resources, resource => Wildcard.Matches(resource, methodArn)))
                continue;
            if (!allow)
                return false;
            allowed = true;
        }

        return allowed;
    }

    /// <summary>Writes what the integration is told.</summary>
    public void Write(Utf8JsonWriter writer, string property)
    {
        writer.WriteStartObject(property);
        writer.WriteString("principalId", _principalId);
        foreach (var (name, value) in _context)
            writer.WriteString(name, value);
        writer.WriteEndObject();
    }

    // Null for a statement on something else than invoking an API.
    private static (bool Allow, string[] Resources)? ReadStatement(JsonElement statement)
    {
        foreach (var member in statement.EnumerateObject())
        {
            if (member.Name is not ("Sid" or "Effect" or "Action" or "Resource"))
                throw new FormatException($"The policy element {member.Name} is not evaluated here.");
        }

        var allow = statement.GetProperty("Effect").GetString() switch
        {
            "Allow" => true,
            "Deny" => false,
            _ => throw new FormatException("Effect is neither Allow nor Deny."),
        };
        var resources = Strings(statement.GetProperty("Resource"));
        var invokes = Array.Exists(
            Strings(statement.GetProperty("Action")),
            action => Wildcard.Matches(action.ToLowerInvariant(), "execute-api:invoke"));
        return invokes ? (allow, resources) : null;
    }

    private static List<(string Name, string Value)> ReadContext(JsonElement root)
    {
        var context = new List<(string, string)>();
        if (!root.TryGetProperty("context", out var members) || members.ValueKind == JsonValueKind.Null)
            return context;
        foreach (var member in members.EnumerateObject())
        {
            var value = member.Value.ValueKind switch
            {
                JsonValueKind.String => member.Value.GetString()!,
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => member.Value.GetRawText(),
                JsonValueKind.Null => null,
                _ => throw new FormatException($"The context value {member.Name} is neither text, number nor boolean."),
            };
            if (value is not null)
                context.Add((member.Name, value));
        }

        return context;
    }

    private static string[] Strings(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Select(Text)]
        : [Text(value)];

    private static string Text(JsonElement value) => value.GetString() ?? throw new FormatException("A policy element is null.");
}
