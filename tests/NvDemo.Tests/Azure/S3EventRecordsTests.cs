using NvDemo.Azure.StorageQueues;

namespace NvDemo.Tests.Azure;

public sealed class S3EventRecordsTests
{
    [Fact]
    public void Each_record_becomes_an_event_of_its_own() => Assert.Equal(
        ["""{"Records":[{"a": "你\n","b":1.0}]}""", """{"Records":[{}]}"""],
        S3EventRecords.Split("""{"Records":[{"a": "你\n","b":1.0} , {}]}"""));

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("""{"Records":{}}""")]
    [InlineData("""{"Event":"s3:TestEvent"}""")]
    public void What_has_no_records_has_none(string body) => Assert.Empty(S3EventRecords.Split(body));
}
