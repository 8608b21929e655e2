using Microsoft.Extensions.Time.Testing;
using NvDemo.Azure.SnsWebhook;

namespace NvDemo.Tests.Azure.Sns;

public sealed class DeliveredMessagesTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly DeliveredMessages _delivered;

    public DeliveredMessagesTests() => _delivered = new DeliveredMessages(_clock);

    [Fact]
    public void Are_remembered_for_as_long_as_they_could_come_again()
    {
        _delivered.Add("a");
        _clock.Advance(DeliveryWindow.MaxAge + DeliveryWindow.MaxAhead);
        _delivered.Add("b");
        Assert.True(_delivered.Contains("a"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        _delivered.Add("c");
        Assert.Equal((false, true, true), (_delivered.Contains("a"), _delivered.Contains("b"), _delivered.Contains("c")));
    }

    [Fact]
    public void Take_no_more_than_their_share_of_memory()
    {
        for (var i = 0; i <= 50_000; i++)
            _delivered.Add($"{i}");
        Assert.Equal((false, true, true), (_delivered.Contains("0"), _delivered.Contains("1"), _delivered.Contains("50000")));
    }
}
